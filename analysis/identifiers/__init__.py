"""What points to a person, found before anything is drawn, cached or kept.

``samples``     the distinct texts by which a column is judged
``headers``     what the name of a column means
``contents``    what its texts look like (``names``, ``handles``, ``numbers``, ``dates``, ``places`` know a kind each)
``codes``       which ids are plain codes, and which name somebody
``mentions``    the single e-mail address in a column of something else
``personal_columns``     whether a column points to a person, and why
``screening``   what is done about it: the table without those columns, and an account
``pseudonyms``  keyed codes in the place of client ids
``anonymity``   how many clients stand alone in what is left
"""
