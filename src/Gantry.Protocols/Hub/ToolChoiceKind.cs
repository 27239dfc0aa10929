namespace Gantry.Protocols.Hub;

/// <summary>How free the model is to call tools.</summary>
public enum ToolChoiceKind
{
    /// <summary>Nothing is said.</summary>
    Unset,
    Auto,
    None,

    /// <summary>Some tool, whichever.</summary>
    Required,

    /// <summary>The first of <see cref="ToolChoice.Names"/>.</summary>
    One,

    /// <summary>Only those of <see cref="ToolChoice.Names"/>, or none.</summary>
    Subset,

    /// <summary>One or several of <see cref="ToolChoice.Names"/>.</summary>
    RequiredSubset,
}
