using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>An upstream with its secrets in clear, as a file or the environment gives them.</summary>
internal sealed record DeclaredUpstream(UpstreamRow Row, ImmutableArray<string> Secrets)
{
    /// <summary>Never shows the secrets: records print their members by default.</summary>
    public override string ToString() => $"upstream {Row.Name} with {Secrets.Length} keys";
}
