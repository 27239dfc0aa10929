using System.Collections.Immutable;

namespace Gantry.Cli.Code.Clients;

/// <summary>How a client is started: without a secret among its words.</summary>
/// <param name="Arguments">In order.</param>
/// <param name="Environment">Variables to set; null takes one away. All others are the person's own.</param>
internal sealed record ClientLaunch(ImmutableArray<string> Arguments, IReadOnlyDictionary<string, string?> Environment)
{
    /// <summary>Never shows values: one of them is the key.</summary>
    public override string ToString() => string.Join(' ', Arguments);
}
