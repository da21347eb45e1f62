"""The adapter for Anthropic's Messages API.

`provider` does not import the SDK; the other modules do, and are imported with the first request.
"""
