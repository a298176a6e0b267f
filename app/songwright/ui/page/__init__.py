"""The lyric page: the document's words, their gutter, the find bar and drafts."""
