using System.Collections.Immutable;

namespace Gantry.Cli.Code.Clients;

/// <summary>How a client is started: without a secret among its words.</summary>
/// <param name="Arguments">In order.</param>
/// <param name="Environment">Variables to set; null takes one away. All others are the person's own.</param>
internal sealed record ClientLaunch(ImmutableArray<string> Arguments, IReadOnlyDictionary<string, string?> Environment)
{
    /// <summary>What is left to do when it has ended, before its files go.</summary>
    public Action AtEnd { get; init; } = static () => { };

    /// <summary>Never shows values: one of them is the key.</summary>
    public override string ToString() => string.Join(' ', Arguments);
}
