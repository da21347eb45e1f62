"""What we send to a language model and what we accept back: templates, typed inputs, typed results, prices.

One package per task (`chat_reply`, `assessment`) has its templates, inputs, results and assembly; the modules beside
them are shared.  There are no facts about accounts here, no queries and no network: `tasks.integrations.assistant`
calls the models.
"""
