using System.Collections.Immutable;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Catalog.Keys;
using Gantry.Secrets;
using Gantry.Storage;

namespace Gantry.Cli.Code;

/// <summary>Keys that runs of a client use one after the other; runs side by side have one each.</summary>
internal sealed class KeptKeys(DataFolder folder, TimeProvider time)
{
    private const int Most = 64; // runs of one client at once
    private const string Action = "key.code";

    private readonly KeptSecrets _secrets = new(folder.Path, folder.Secrets.Seal);
    private readonly KeyDesk _desk = new(folder.Catalog, folder.Secrets.Hasher, time);

    /// <summary>The first key of its kind that nobody uses, made where it is missing.</summary>
    /// <param name="email">The account; null for the owner's.</param>
    /// <param name="client">The client's id.</param>
    /// <param name="groups">What it is assigned to.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="CatalogRefusedException">No such account or group.</exception>
    public async Task<KeptKey> TakeAsync(string? email, string client, ImmutableArray<string> groups, CancellationToken cancellation)
    {
        var rows = await folder.Catalog.LoadAsync(cancellation);
        var account = KeyAccount.Choose(rows, email);
        for (var number = 1; number <= Most; number++)
        {
            var slot = $"{client}-{account.Id:N}-{number}";
            if (_secrets.TryLock(slot) is not { } lease) continue;
            var name = number == 1 ? $"gantry code {client}" : $"gantry code {client} {number}";
            var row = rows.Keys.FirstOrDefault(key => key.AccountId == account.Id && key.Name == name);
            // What a person took out of use stays so.
            if (row is not null && (row.RevokedAt is not null || row.ExpiresAt <= time.GetUtcNow()))
            {
                lease.Dispose();
                continue;
            }

            return await TakeAsync(row, account, name, slot, groups, lease, cancellation);
        }

        throw new CatalogRefusedException([$"there is no free key for {client}: {Most} are in use or revoked"]);
    }

    private async Task<KeptKey> TakeAsync(ApiKeyRow? row, AccountRow account, string name, string slot, ImmutableArray<string> groups, IDisposable lease, CancellationToken cancellation)
    {
        try
        {
            if (row is not null && !row.Groups.SequenceEqual(groups)) row = await _desk.RegroupAsync(row.Id, groups, AuditNote.OfCommand(Action), cancellation);
            if (row is not null && _secrets.Read(slot) is { } kept && KeyHash.FixedTimeEquals(folder.Secrets.Hasher.Hash(kept), row.Hash)) return new KeptKey(row.Id, kept, lease);
            var issued = row is null
                ? await _desk.CreateAsync(new KeyRequest { Account = account.Email, Name = name, Groups = groups }, AuditNote.OfCommand(Action), cancellation)
                : await _desk.RenewAsync(row.Id, row.ExpiresAt, overlap: false, AuditNote.OfCommand(Action), cancellation);
            _secrets.Write(slot, issued.Secret);
            return new KeptKey(issued.Row.Id, issued.Secret, lease);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }
}
