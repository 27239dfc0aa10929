using System.Collections.Immutable;
using Gantry.Accounts;
using Gantry.Catalog;
using Gantry.Catalog.Rules;
using Gantry.Contracts.Manage;
using Gantry.Management.Http;
using Gantry.Snapshot;

namespace Gantry.Management.Rows;

/// <summary>Edits the catalogue: one transaction with its audit rows, under all rules of the catalogue, whose messages become those of fields.</summary>
internal sealed class CatalogEditor(ICatalogStore store, SnapshotWord word)
{
    public Task<CatalogRows> LoadAsync(CancellationToken cancellation) => store.LoadAsync(cancellation);

    /// <summary>What <paramref name="edit"/> says is written, or nothing of it, and serves here when this ends; what changes nothing is left out.</summary>
    /// <param name="who">Who does it.</param>
    /// <param name="route">What it is called in the audit log.</param>
    /// <param name="edit">Gets the catalogue; tells the changes and the result. Nobody comes in between.</param>
    /// <param name="cancellation">Stops before the write, not after it.</param>
    /// <exception cref="RefusedException">A rule would be broken: every reason at once.</exception>
    public async Task<T> EditAsync<T>(Caller who, ManageRoute route, Func<CatalogRows, RowEdit<T>> edit, CancellationToken cancellation)
    {
        var changed = false;
        var done = await store.EditAsync<T>(
            rows =>
            {
                var (changes, result) = edit(rows);
                IReadOnlyList<RowChange> real = [.. changes.Where(ChangesSomething)];
                if (real.Count > 0) Check(rows, real);
                changed = real.Count > 0;
                return (real, result);
            },
            who.Note(route.Action ?? throw new ArgumentException($"{route.Id} says that it changes nothing.", nameof(route))),
            cancellation);
        if (changed) await word.FollowAsync();
        return done;
    }

    /// <summary>A row that is there, or a refusal that does not tell why it is not.</summary>
    public static T Find<T>(IEnumerable<T> rows, Func<T, bool> isIt, string what)
        where T : CatalogRow => rows.FirstOrDefault(isIt) ?? throw RefusedException.Missing(what);

    /// <exception cref="RefusedException">The name is taken.</exception>
    public static void CheckFree(CatalogRows rows, RowKey key)
    {
        if (rows.All().Any(r => r.Key == key)) throw RefusedException.Of(RefusalKind.Conflict, "name_taken", $"There is already a {key}.");
    }

    /// <summary>Whether a row that is not there yet could be.</summary>
    /// <exception cref="RefusedException">A rule would be broken: every reason at once.</exception>
    public static void Try(CatalogRows rows, CatalogRow row) => Check(rows, [new RowChange(row, null)]);

    private static bool ChangesSomething(RowChange change) =>
        change.Deleted || change.Before is null || change.Row.Key != change.Before.Key || change.Row.ManagedBy != change.Before.ManagedBy
        || !Equals(WhoseWord(change.Row), WhoseWord(change.Before)) || !change.Row.Facts().SequenceEqual(change.Before.Facts());

    // No fact, and counts all the same: what a person has done no file undoes.
    private static object? WhoseWord(CatalogRow row) => row switch
    {
        AccountRow account => account.DisabledBy,
        ApiKeyRow key => key.RevokedBy,
        ModelRow model => model.PriceFrom,
        _ => null,
    };

    /// <summary>What would be wrong with the catalogue after some changes, and is not wrong now.</summary>
    public static ImmutableArray<CatalogProblem> Wrong(CatalogRows rows, IEnumerable<RowChange> changes)
    {
        var next = rows.All().ToDictionary(r => r.Key);
        foreach (var change in changes)
        {
            if (change.Before is { } before) next.Remove(before.Key);
            if (change.Deleted) next.Remove(change.Row.Key);
            else next[change.Row.Key] = change.Row;
        }

        var after = Problems(CatalogRows.Of(rows.Version, next.Values) with { Prices = rows.Prices });
        // What was wrong before is not the fault of this edit.
        return after.IsEmpty ? after : [.. after.Except(Problems(rows))];
    }

    private static void Check(CatalogRows rows, IReadOnlyList<RowChange> changes)
    {
        var own = Wrong(rows, changes);
        if (own.IsEmpty) return;
        var edited = changes.Select(c => c.Row.Key).ToHashSet();
        throw new RefusedException(new Refusal
        {
            Kind = RefusalKind.Refused,
            Code = "catalog_refused",
            Detail = string.Join("; ", own.Take(5)),
            Errors = own.GroupBy(p => Field(p, edited))
                .ToImmutableSortedDictionary(g => g.Key, g => g.Select(p => p.Message).ToImmutableArray()),
        });
    }

    private static string Field(CatalogProblem problem, HashSet<RowKey> edited) => problem.Subject switch
    {
        // Several may be edited at once: "value" would not tell which.
        { Kind: RowKind.Setting } setting => $"values.{setting.Name}",
        { Kind: RowKind.Secret } secret => $"secrets.{secret.Name}",
        var subject => edited.Contains(subject) && problem.Member.Length > 0 ? problem.Member : subject.ToString(),
    };

    private static ImmutableArray<CatalogProblem> Problems(CatalogRows rows) => [.. CatalogRules.Check(new CatalogIndex(rows)).Where(p => !p.IsWarning)];
}
