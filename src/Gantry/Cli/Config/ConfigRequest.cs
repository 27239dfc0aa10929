using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary>What a run is asked for.</summary>
internal sealed record ConfigRequest
{
    /// <summary>A recipe's id; null for all.</summary>
    public string? Client { get; init; }

    public string? Server { get; init; }

    /// <summary>The key itself, or <c>-</c> for the first line of the input.</summary>
    public string? Key { get; init; }

    public string? KeyFile { get; init; }

    public string? Model { get; init; }

    public string? SmallModel { get; init; }

    /// <summary>Null for this machine's.</summary>
    public ClientSystem? System { get; init; }

    public string? Variant { get; init; }

    public bool Write { get; init; }

    public bool DryRun { get; init; }

    public bool Undo { get; init; }

    /// <summary>Undo over what was changed since.</summary>
    public bool Force { get; init; }

    /// <summary>A person has said yes beforehand.</summary>
    public bool Yes { get; init; }

    /// <summary>A shell's start-up file that may get a block of ours.</summary>
    public string? Profile { get; init; }

    /// <summary>Claude Code shall show what <c>gantry statusline</c> prints.</summary>
    public bool StatusLine { get; init; }

    public bool Json { get; init; }

    // The key stays out of whatever prints this.
    public override string ToString() => $"config {Client}";
}
