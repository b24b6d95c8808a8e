"""In the field (*W teren*): a crew's cases on a telephone, four hours without network.

Pages come from the server and work without script. With it they stay on the phone, and what was
done waits there in an outbox until it has been sent, once each. It never shows a reporter's
contact without the grant, and never decides who may do what: modules do.
"""
