"""What each department must do, did, and must lift (发起—响应—反馈).

An entry that binds lays out one joint action for each measure and executor, under the bases in force.
When the entry ends, is suspended, or law no longer carries the measure, the same act orders the action
lifted; that order stays open until each executor has said that it lifted. Executors answer through
their own program, each for its own field.
"""
