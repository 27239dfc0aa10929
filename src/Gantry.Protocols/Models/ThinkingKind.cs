namespace Gantry.Protocols.Models;

/// <summary>How a model's thinking is controlled.</summary>
public enum ThinkingKind
{
    /// <summary>Not known: controls are passed on as the client gave them, and the upstream answers.</summary>
    Unknown,

    /// <summary>It does not think and refuses the controls.</summary>
    None,

    /// <summary>By a budget of tokens.</summary>
    Budget,

    /// <summary>Messages: adaptive thinking with an effort beside it; budgets are refused or out of date.</summary>
    Adaptive,

    /// <summary>By the name of an effort.</summary>
    Level,

    /// <summary>On or off, nothing between.</summary>
    Switch,

    /// <summary>It always thinks and takes no control.</summary>
    Always,
}
