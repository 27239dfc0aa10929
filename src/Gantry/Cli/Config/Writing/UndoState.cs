namespace Gantry.Cli.Config.Writing;

/// <summary>How a file stands to a write that is taken back.</summary>
internal enum UndoState
{
    /// <summary>As the write left it.</summary>
    Written,

    /// <summary>As it was before the write.</summary>
    Before,

    /// <summary>Neither.</summary>
    Changed,

    /// <summary>Its content is back.</summary>
    PutBack,

    /// <summary>It had not been there.</summary>
    Removed,
}
