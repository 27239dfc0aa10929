using System.Collections.Frozen;

namespace Gantry.Catalog;

/// <summary>A catalogue with its look-ups, for rules and for the snapshot.</summary>
internal sealed class CatalogIndex
{
    public CatalogIndex(CatalogRows rows)
    {
        Rows = rows;
        Upstreams = rows.Upstreams.ToFrozenDictionary(u => u.Name);
        Models = rows.Models.ToFrozenDictionary(m => m.Id);
        Groups = rows.Groups.GroupBy(g => g.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
        VirtualModels = rows.Groups.SelectMany(g => g.VirtualModels.Select(v => v.Name)).ToFrozenSet();
        Plans = rows.Plans.ToFrozenDictionary(p => p.Name);
        Accounts = rows.Accounts.ToFrozenDictionary(a => a.Id);
        Members = rows.Members.Where(m => m.AccountId != Guid.Empty).ToFrozenDictionary(m => (m.TeamId, m.AccountId));
        Credentials = rows.Credentials.ToLookup(c => c.Upstream);
        Deployments = rows.Deployments.ToLookup(d => d.Group);
        // An id wins over an alias of the same name; that clash is a problem which a rule reports.
        ModelNames = rows.Models.SelectMany(m => m.Aliases.Select(a => (Name: a, Model: m)))
            .Concat(rows.Models.Select(m => (Name: m.Id, Model: m)))
            .GroupBy(p => p.Name).ToFrozenDictionary(g => g.Key, g => g.Last().Model);
    }

    public CatalogRows Rows { get; }

    public FrozenDictionary<string, UpstreamRow> Upstreams { get; }

    /// <summary>By id.</summary>
    public FrozenDictionary<string, ModelRow> Models { get; }

    /// <summary>By id and by alias.</summary>
    public FrozenDictionary<string, ModelRow> ModelNames { get; }

    /// <summary>By name, in any case.</summary>
    public FrozenDictionary<string, GroupRow> Groups { get; }

    /// <summary>The names of virtual models, of all groups.</summary>
    public FrozenSet<string> VirtualModels { get; }

    public FrozenDictionary<string, PlanRow> Plans { get; }

    public FrozenDictionary<Guid, AccountRow> Accounts { get; }

    /// <summary>By team and person; without those who are not known, which a rule reports.</summary>
    public FrozenDictionary<(Guid Team, Guid Person), TeamMemberRow> Members { get; }

    /// <summary>By the upstream's name, in the order of the file.</summary>
    public ILookup<string, CredentialRow> Credentials { get; }

    /// <summary>By the group's name as the group row writes it.</summary>
    public ILookup<string, DeploymentRow> Deployments { get; }

    /// <summary>Who spends with a key of a team; null where it is nobody's, and where that somebody has left.</summary>
    public TeamMemberRow? MemberOf(ApiKeyRow key) => key.MemberId is { } person ? Members.GetValueOrDefault((key.AccountId, person)) : null;
}
