using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Cli.Code.Clients;
using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Cli.Code;

/// <summary>The key of a run on a data folder, and in local mode all that is configured there before.</summary>
internal static class CodeKey
{
    /// <param name="options">The run.</param>
    /// <param name="place">Its data folder.</param>
    /// <param name="isRunning">A server runs there: what it has been told by another run stays.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The secret, and what holds it for this run where that is needed.</returns>
    public static async Task<(string Secret, KeptKey? Kept)> TakeAsync(CodeOptions options, CodePlace place, bool isRunning, CancellationToken cancellation)
    {
        if (options.Key is { } given && !place.IsLocal) return (given, null);
        await using var folder = await DataFolder.OpenAsync(place.Folder, options.Environment, options.Time, cancellation);
        var declared = place.IsLocal ? await LocalSetup.ReadAsync(options, place.Folder, cancellation) : null;
        var ofFile = declared is null || !options.Groups.IsEmpty || options.Account is not null ? null : LocalSetup.KeyFor(options.Client.Id, declared);
        if (ofFile is not null) (declared, ofFile) = WithSecret(folder, declared!, ofFile);
        if (declared is not null) await ConfigureAsync(folder, declared, isRunning, options, cancellation);

        if (options.Key is { } named) return (named, null);
        if (ofFile?.Secret is { } secret && await IsInForceAsync(folder, ofFile, secret, cancellation)) return (secret, null);
        var kept = await new KeptKeys(folder, options.Time).TakeAsync(options.Account, options.Client.Id, options.Groups.IsEmpty ? [GroupRow.Auto] : options.Groups, cancellation);
        return (kept.Secret, kept);
    }

    /// <summary>Another run's gateway keeps what that run was told: it may have keys that this one does not.</summary>
    private static async Task ConfigureAsync(DataFolder folder, DeclaredCatalog declared, bool isRunning, CodeOptions options, CancellationToken cancellation)
    {
        var planner = new CatalogPlanner(folder.Secrets.Hasher, folder.Secrets.Seal, SeedCatalogue.Load(), options.Time);
        var report = await new CatalogApplier(folder.Catalog, planner).ApplyAsync(declared, ManagedBy.File, dryRun: isRunning, cancellation);
        if (!isRunning || report.Changes.IsEmpty) return;
        if (options.Config is { } file)
            throw new CodeRefusedException($"Another run serves here with another configuration than {file}. End it first, or give this one a folder of its own with --data.", ExitCodes.ConfigurationRefused);
        await options.Notes.WriteLineAsync("gantry: this run uses the gateway of another one, with the configuration of that one");
    }

    /// <summary>A key that the file gives no secret keeps the one that it was given here.</summary>
    private static (DeclaredCatalog Declared, DeclaredKey Key) WithSecret(DataFolder folder, DeclaredCatalog declared, DeclaredKey key)
    {
        if (key.Secret is not null) return (declared, key);
        var secrets = new KeptSecrets(folder.Path, folder.Secrets.Seal);
        var slot = LocalSetup.SlotOf(key);
        var secret = secrets.Read(slot);
        if (secret is null)
        {
            secret = KeyFormat.Generate(SettingRow.DefaultKeyPrefix);
            secrets.Write(slot, secret);
        }

        var whole = key with { Secret = secret };
        return (
            declared with { Accounts = [.. declared.Accounts.Select(account => account with { Keys = [.. account.Keys.Select(k => ReferenceEquals(k, key) ? whole : k)] })] },
            whole);
    }

    private static async Task<bool> IsInForceAsync(DataFolder folder, DeclaredKey key, string secret, CancellationToken cancellation)
    {
        var hash = folder.Secrets.Hasher.Hash(secret);
        return (await folder.Catalog.LoadAsync(cancellation)).Keys.Any(row => row.Key == key.Row.Key && row.RevokedAt is null && KeyHash.FixedTimeEquals(row.Hash, hash));
    }
}
