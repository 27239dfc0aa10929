namespace Gantry.Console.Log;

/// <summary>How far back the log goes.</summary>
public enum LogSpan
{
    Hour,

    /// <summary>Since midnight where the reader lives.</summary>
    Today,

    Week,

    Month,

    All,

    /// <summary>From one moment to another.</summary>
    Custom,
}
