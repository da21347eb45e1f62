"""Shapes of what goes in and out over HTTP and the stream: marshmallow only, never a query.

The OpenAPI document is made of these.
"""
