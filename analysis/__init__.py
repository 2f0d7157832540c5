"""From a clinic's file to findings, in the order the data flows; nothing here knows of Streamlit.

``files.reading``              bytes and a file name → a table of texts, within ``files.limits`` (``archive`` unpacks;
                               ``delimited`` reads text, ``workbook`` sheets; ``header`` finds the names)
``identifiers.screening``      the same table without what points to a person, and why (``pseudonyms`` for client ids,
                               ``anonymity`` of what is left)
``outcome_log.columns``        which column is which field of the codebook, and how sure that is
``outcome_log.typed_columns``  texts → levels and codes (``outcome_log.values`` reads each kind of text)
``outcome_log.cleaning``       rows kept and set aside → the log and an account of the import
``saved_log.known_files``       what the manager said of a file (``outcome_log.choices``), for the next with its header
``bringing_in``                these steps in one, as was said of the file or of the last one with its header
``saved_log.changes``           a cleaned log beside the kept one → what adding it would do
``saved_log.writing``           add a file, undo an import, erase a client: each a version of the saved log
``saved_log.opening``           the saved log as of a version → a table of texts, cleaned as a file is
``outcome_log.filters``        the choices that narrow the log
``outcome_log.outcomes``       what counts as the outcome, and what one count stands for
``tally``                      log, filters and factors → counts: the one place where rows become numbers
``methods``                    one method a file: counts → frozen results (``results``)
``overview``                   everything the home page, the report and the command line say, computed once
``questions``                  what else a page asks, one question a file: log and filters → tallies → method → result
``figures``                    one chart a file: result → plotly figure
``report``                     words, tables, the summary as data, and the report as one HTML file
``command_line``               ``python -m analysis check | summary FILE``, ``python -m analysis log …``
"""
