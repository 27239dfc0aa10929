using System.Collections.Immutable;
using Gantry.Catalog.Rules;

namespace Gantry.Catalog.Declared;

/// <summary>Brings the store to what is declared: plan, check, write, in one transaction or not at all.</summary>
internal sealed class CatalogApplier(ICatalogStore store, CatalogPlanner planner)
{
    private const int Tries = 5;

    /// <summary>Applies a configuration.</summary>
    /// <param name="declared">What shall be.</param>
    /// <param name="by">On whose behalf: only its rows are removed.</param>
    /// <param name="dryRun">Checks and reports, but writes nothing.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <exception cref="ConfigurationException">A rule is broken: every reason at once. Nothing was written.</exception>
    public async Task<ApplyReport> ApplyAsync(DeclaredCatalog declared, ManagedBy by, bool dryRun, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var current = await store.LoadAsync(cancellation);
            var plan = planner.Plan(current, declared, by);
            var problems = Problems(declared, plan.Next);
            if (problems.Any(p => !p.IsWarning)) throw new ConfigurationException(problems);
            var report = new ApplyReport(current.Version, plan.Changes, plan.Issued, plan.Notes, problems);
            if (dryRun || plan.Changes.IsEmpty) return report;
            try
            {
                return report with { Version = await store.ApplyAsync(current.Version, plan.Changes, cancellation) };
            }
            catch (CatalogConflictException) when (attempt < Tries)
            {
                // Somebody else wrote meanwhile: the plan is stale, and its keys were never issued.
                continue;
            }
        }
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
