namespace Gantry.Console.Log;

/// <summary>A column of the log that may be left out. Their names, in lower case, are what browsers keep.</summary>
internal enum LogColumn
{
    Account,
    Request,
    Key,
    Model,
    Group,
    Operation,
    Outcome,
    Input,
    Cached,
    Output,
    Cost,
    First,
    Duration,
    Attempts,
    Upstream,
}
