using System.Collections.Immutable;
using Gantry.Audit;
using Gantry.Catalog.Rules;

namespace Gantry.Catalog.Declared;

/// <summary>Brings the store to what is declared: plan, check, write, in one transaction or not at all.</summary>
internal sealed class CatalogApplier(ICatalogStore store, CatalogPlanner planner)
{
    /// <summary>Applies a configuration.</summary>
    /// <param name="declared">What shall be.</param>
    /// <param name="by">On whose behalf: only its rows are removed.</param>
    /// <param name="dryRun">Checks and reports, but writes nothing.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <exception cref="ConfigurationException">A rule is broken: every reason at once. Nothing was written.</exception>
    public async Task<ApplyReport> ApplyAsync(DeclaredCatalog declared, ManagedBy by, bool dryRun, CancellationToken cancellation)
    {
        if (dryRun) return Check(await store.LoadAsync(cancellation), declared, by);
        return await store.EditAsync(
            current =>
            {
                var report = Check(current, declared, by);
                return (report.Changes, report.Changes.IsEmpty ? report : report with { Version = current.Version + 1 });
            },
            new AuditNote { Actor = EnumWords.Of(by), Action = "catalog.apply" },
            cancellation);
    }

    private ApplyReport Check(CatalogRows current, DeclaredCatalog declared, ManagedBy by)
    {
        var plan = planner.Plan(current, declared, by);
        var problems = Problems(declared, plan.Next);
        if (problems.Any(p => !p.IsWarning)) throw new ConfigurationException(problems);
        return new ApplyReport(current.Version, plan.Changes, plan.Issued, plan.Notes, problems);
    }

    // Mistakes of reading and broken rules together; a rule that trips over what could not be read says nothing new.
    private static ImmutableArray<ConfigurationProblem> Problems(DeclaredCatalog declared, CatalogRows next)
    {
        var unread = declared.Problems.Select(p => p.At).ToHashSet();
        return
        [
            .. CatalogRules.Check(new CatalogIndex(next)).Select(declared.Locate).Where(p => p.At is null || !unread.Contains(p.At))
                .Concat(declared.Problems).OrderBy(p => p.At?.Line).ThenBy(p => p.At?.Column),
        ];
    }
}
