"""From a clinic's file to findings, in the order the data flows; nothing here knows of Streamlit.

``files.reading``              bytes and a file name → a table of texts (``archive`` unpacks; ``delimited`` reads text,
                               ``workbook`` sheets; ``header`` finds the names, ``extra_rows`` the totals)
``outcome_log.columns``        which column is which field of the codebook, and how sure that is
``outcome_log.typed_columns``  texts → levels and codes (``outcome_log.values`` reads each kind of text)
``outcome_log.cleaning``       rows kept and set aside → the log and an account of the import
``outcome_log.filters``        the choices that narrow the log
``tally``                      log, filters and factors → counts: the one place where rows become numbers
``methods``                    one method a file: counts → frozen results (``results``)
``overview``                   everything the home page, the report and the command line say, computed once
``figures``                    one chart a file: result → plotly figure
``report``                     words, tables, the summary as data, and the report as one HTML file
``__main__``                   ``python -m analysis check | summary FILE``
"""
