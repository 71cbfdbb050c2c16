"""Documents in: which files there are, what their bytes say as text, and what is content in them.

``discover`` finds files, ``manifest`` tells what is known of them, ``decode`` makes text of bytes, the
readers in ``registry`` find titles, sections and blocks, and ``load`` puts a ``Document`` together.
"""
