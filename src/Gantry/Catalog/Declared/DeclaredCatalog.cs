using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>What a file, or the environment, wants the catalogue to be.</summary>
internal sealed record DeclaredCatalog
{
    /// <summary>The file's name, or <c>environment</c>.</summary>
    public required string Source { get; init; }

    public ImmutableArray<DeclaredUpstream> Upstreams { get; init; } = [];

    public ImmutableArray<DeclaredModel> Models { get; init; } = [];

    public ImmutableArray<GroupRow> Groups { get; init; } = [];

    /// <summary>Their models may be named by an alias, or be known to the seed catalogue only.</summary>
    public ImmutableArray<DeploymentRow> Deployments { get; init; } = [];

    public ImmutableArray<PlanRow> Plans { get; init; } = [];

    /// <summary>People, then teams: these name those.</summary>
    public ImmutableArray<DeclaredAccount> Accounts { get; init; } = [];

    public ImmutableArray<SettingRow> Settings { get; init; } = [];

    /// <summary>Settings that are secrets, in clear.</summary>
    public ImmutableArray<DeclaredSecret> Secrets { get; init; } = [];

    /// <summary>Mistakes found while reading. Where there are any, the rest is only good for finding more of them.</summary>
    public ImmutableArray<ConfigurationProblem> Problems { get; init; } = [];

    /// <summary>Where every row and every member of it stands in the file.</summary>
    public FrozenDictionary<(RowKey Row, string Member), FilePosition> Positions { get; init; } =
        FrozenDictionary<(RowKey Row, string Member), FilePosition>.Empty;

    /// <summary>Tells where in the file a problem of the catalogue comes from.</summary>
    public ConfigurationProblem Locate(CatalogProblem problem)
    {
        FilePosition? at = Positions.TryGetValue((problem.Subject, problem.Member), out var member) ? member
            : Positions.TryGetValue((problem.Subject, ""), out var row) ? row
            : null;
        return new ConfigurationProblem(Source, at, problem.ToString(), problem.IsWarning);
    }
}
