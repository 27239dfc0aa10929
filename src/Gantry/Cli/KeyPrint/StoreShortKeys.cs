using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Catalog.Keys;
using Gantry.Cli.Code;
using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Cli.KeyPrint;

/// <summary>Keys that end soon, of a data folder on this machine. One key a client gets one secret after the other, so that they leave nothing behind.</summary>
internal sealed class StoreShortKeys(DataFolder folder, TimeProvider time)
{
    private const string Action = "key.print";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>The key of the last time, or another secret for it. Calls at the same time get the same one.</summary>
    /// <exception cref="CatalogRefusedException">No such account or group.</exception>
    public async Task<(ShortKey Key, bool IsNew)> TakeAsync(string? email, ShortKeyRequest request, CancellationToken cancellation)
    {
        var secrets = new KeptSecrets(folder.Path, folder.Secrets.Seal);
        var account = KeyAccount.Choose(await folder.Catalog.LoadAsync(cancellation), email);
        var slot = $"print-{request.Client}-{account.Id:N}";
        IDisposable? held;
        while ((held = secrets.TryLock(slot)) is null) await Task.Delay(Look, time, cancellation);
        using (held)
        {
            var keys = (await folder.Catalog.LoadAsync(cancellation)).Keys;
            var (name, row) = request.Names().Select(name => (name, keys.FirstOrDefault(key => key.AccountId == account.Id && key.Name == name))).First(found => found.Item2?.RevokedAt is null);
            var sameGroups = row is not null && row.Groups.SequenceEqual(request.Groups);
            if (row is not null && sameGroups && ShortKey.Parse(secrets.Read(slot)) is { } kept && kept.IsFresh(time.GetUtcNow(), request.Life) && IsOf(row, kept)) return (kept, false);
            if (row is not null && !sameGroups) await Desk.RegroupAsync(row.Id, request.Groups, AuditNote.OfCommand(Action), cancellation);
            var (issued, ends) = request.From(time.GetUtcNow());
            var made = row is null
                ? await Desk.CreateAsync(new KeyRequest { Account = account.Email, Name = name, Groups = request.Groups, ExpiresAt = ends }, AuditNote.OfCommand(Action), cancellation)
                : await Desk.RenewAsync(row.Id, ends, overlap: true, AuditNote.OfCommand(Action), cancellation);
            var fresh = new ShortKey(made.Row.Id, made.Secret, issued, ends);
            secrets.Write(slot, fresh.Format());
            return (fresh, true);
        }
    }

    private KeyDesk Desk => new(folder.Catalog, folder.Secrets.Hasher, time);

    private bool IsOf(ApiKeyRow row, ShortKey kept) => row.Id == kept.Id && KeyHash.FixedTimeEquals(row.Hash, folder.Secrets.Hasher.Hash(kept.Secret));
}
