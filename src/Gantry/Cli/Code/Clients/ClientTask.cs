using System.Collections.Immutable;

namespace Gantry.Cli.Code.Clients;

/// <summary>What a client is to be wired to.</summary>
internal sealed record ClientTask
{
    /// <summary>The gateway's root, without a slash at its end.</summary>
    public required string Address { get; init; }

    public required string Key { get; init; }

    public required string Model { get; init; }

    /// <summary>For what it does beside its work. May be the same.</summary>
    public required string SmallModel { get; init; }

    /// <summary>Every name that the key may ask for.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The client's own words.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>Reads a variable of the person's environment.</summary>
    public required Func<string, string?> Environment { get; init; }

    public required PrivateFiles Files { get; init; }

    /// <summary>Never shows the key: records print their members by default.</summary>
    public override string ToString() => Address;
}
