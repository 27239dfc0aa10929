using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Storage;

namespace Gantry.Moving.NewApi;

/// <summary>Moves a database of new-api or one-api: channels, groups, prices, users with their balances, and tokens.</summary>
internal static class HubMove
{
    /// <param name="path">The SQLite file. It is only read; the program may be running.</param>
    /// <param name="dialect">Whose it is.</param>
    /// <param name="domain">For users without an e-mail address.</param>
    /// <param name="time">For what has expired.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="DatabaseException">The file cannot be read.</exception>
    /// <exception cref="ConfigurationException">It holds what makes no sense: every place at once.</exception>
    public static async Task<Moved> ReadAsync(string path, HubDialect dialect, string domain, TimeProvider time, CancellationToken cancellation)
    {
        await using var database = await ForeignDatabase.OpenAsync(path, cancellation);
        var move = new Move();
        var file = Path.GetFileName(path);
        var tables = await HubTables.ReadAsync(database, file, dialect, move);
        var reader = new HubReader(file);
        var options = new HubOptions(tables["options"], reader);
        var prices = new HubPrices(options, dialect, SeedCatalogue.Load());
        var channels = new HubChannels(move, reader, dialect).Read(tables["channels"]);
        reader.Done();
        var groups = new HubGroups(move, options, prices, dialect, channels);
        var accounts = new HubAccounts(move, reader, options, domain).Read(tables["users"]);
        new HubTokens(move, reader, dialect, options, groups, time.GetUtcNow()).Read(tables["tokens"], accounts);
        groups.Report();
        reader.Done();
        Models(move, channels, prices);
        options.Report(move);
        return Moved.Of(move, dialect == HubDialect.NewApi ? "new-api" : "one-api", path, time);
    }

    private static void Models(Move move, List<HubChannel> channels, HubPrices prices)
    {
        var offered = move.Groups.SelectMany(g => g.Deployments).Select(d => d.Model).ToHashSet(StringComparer.Ordinal);
        foreach (var model in channels.SelectMany(c => c.Models).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var price = prices.Of(model);
            if (price.Refused) move.LeftOut("model", model, price.Detail);
            else if (!offered.Contains(model)) move.Lost("model", model, "no channel that has it could be carried over");
            else move.Items.Add(new MovedItem("model", model, price.Outcome, price.Detail));
            if (offered.Contains(model)) move.Models.Add(new MovedModel { Id = model, Price = price.Price });
        }
    }
}
