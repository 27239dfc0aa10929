namespace Gantry.Protocols.Fitting;

/// <summary>What stands anywhere in the turns of a request. Most histories have none of it, and the passes that deal with it need not walk them.</summary>
[Flags]
internal enum HistoryParts
{
    None = 0,

    /// <summary>Foreign parts, also inside results.</summary>
    Foreign = 1,

    /// <summary>Pictures, documents, sounds and films, also inside results.</summary>
    Media = 1 << 1,

    /// <summary>Turns of the system.</summary>
    System = 1 << 2,

    /// <summary>Calls and results of custom tools.</summary>
    Custom = 1 << 3,

    /// <summary>Marks of prompt caches, also inside results.</summary>
    Marks = 1 << 4,

    /// <summary>The assistant says something behind a call.</summary>
    LateSpeech = 1 << 5,

    /// <summary>Results without a text that says something.</summary>
    EmptyResults = 1 << 6,

    /// <summary>Results of several parts.</summary>
    LongResults = 1 << 7,

    /// <summary>Turns that have something else behind a result.</summary>
    MoreThanResults = 1 << 8,
}
