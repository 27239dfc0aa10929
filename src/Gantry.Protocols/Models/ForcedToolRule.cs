namespace Gantry.Protocols.Models;

/// <summary>When a model lets itself be made to call a tool.</summary>
public enum ForcedToolRule
{
    Always,

    /// <summary>Not together with thinking by budget.</summary>
    NotWithBudget,

    Never,
}
