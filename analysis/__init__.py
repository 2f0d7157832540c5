"""From a clinic's file to findings, in the order the data flows; nothing here knows of Streamlit.

``files``         bytes and a file name → a table of texts, within ``files.limits`` (``reading`` is the way in)
``outcome_log``   what a log is: the codebook, which column is which field, values, outcomes, filters
``identifiers``   the same table without personal data, and why (``screening``; ``pseudonyms`` for client ids)
``importing``     one file → the log in it and an account of every row and value (``opening`` is the way in;
                  ``deciding`` asks where a file can be read in more than one way)
``saved_log``     the saved log: ``changes`` previews an import, ``writing`` imports, undoes, erases,
                  ``opening`` gives the log as of any version
``counting``      log and filters → ``counts``: the one place where rows become numbers (``choice``: who does it)
``listing``       where rows stay rows: ``work_list`` is who waits for a call, ``calls`` what came of the calls
``methods``       one method in each file: counts → frozen results (``results``)
``questions``     what a page asks, one question in each file: counts → methods → one result
``wording``       results → sentences: the one place where results become text
``figures``       results → plotly figures; ``theme`` owns every colour
``exhibits``      one for each question: its finding, figure, numbers, cautions and method, put together once
``exports``       what leaves as a file: the report as HTML, PDF, slides or workbook, tables as CSV, the summary as JSON
``command_line``  ``python -m analysis check | summary | trend | teams | warnings FILE``, ``python -m analysis log …``

An error that stops any of them is an ``errors.DashboardError``: one plain sentence. Long work says how far it is with
``progress.report_progress``. CONTRIBUTING.md shows which room may import which.
"""

import os

# Read when numpy is loaded. The matrices here are small: threads of OpenBLAS that wait for their part of one took more
# than ten times the processor time of a model or of Home, and held up everybody else on the machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
