using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Gantry.Billing.Ledger;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>
/// One wallet inside a write: locked and read, changed in memory by postings alone, written back once. Whoever opens several opens them
/// by ascending id, so that no two writers wait for each other.
/// </summary>
internal sealed class OpenWallet
{
    private static readonly ImmutableArray<(string Name, Func<(LedgerTransaction Entry, string Hash), StoreValue> Value)> EntryColumns =
    [
        ("id", r => r.Entry.Id),
        ("wallet_id", r => r.Entry.WalletId),
        ("sequence", r => r.Entry.Sequence),
        ("kind", r => r.Entry.Kind),
        ("request_id", r => r.Entry.RequestId),
        ("at", r => r.Entry.At),
        ("actor", r => r.Entry.Actor),
        ("reason", r => r.Entry.Reason),
        ("previous_hash", r => r.Entry.PreviousHash),
        ("hash", r => r.Hash),
    ];

    private static readonly ImmutableArray<(string Name, Func<(string Id, LedgerLine Line), StoreValue> Value)> LineColumns =
    [
        ("transaction_id", r => r.Id),
        ("account", r => r.Line.Account),
        ("amount_nanos", r => r.Line.Nanos),
    ];

    private static readonly ImmutableArray<Func<OpenWallet, StoreValue>> Balances =
        [w => w.Available, w => w.Reserved, w => w.Debt, w => w._sequence, w => w._head, w => w.Id, w => w._readSequence];

    private readonly long _readSequence;
    private readonly List<(LedgerTransaction Entry, string Hash)> _entries = [];
    private long _sequence;
    private string _head;

    private OpenWallet(Row row)
    {
        Id = row.Id;
        Available = row.Available;
        Reserved = row.Reserved;
        Debt = row.Debt;
        _sequence = _readSequence = row.Sequence;
        _head = row.Head;
    }

    public string Id { get; }

    /// <summary>The number of its newest entry.</summary>
    public long Sequence => _sequence;

    /// <summary>In nano-USD, as the other balances.</summary>
    public long Available { get; private set; }

    public long Reserved { get; private set; }

    public long Debt { get; private set; }

    /// <summary>Null where there is no such wallet.</summary>
    public static async Task<OpenWallet?> OpenAsync(DbConnection connection, string id) => (await OpenAsync(connection, [id])).GetValueOrDefault(id);

    /// <summary>Those that are there, by id.</summary>
    public static async Task<Dictionary<string, OpenWallet>> OpenAsync(DbConnection connection, IReadOnlyCollection<string> ids)
    {
        // The rows are held: another node that wants one of these wallets waits here until the write is done.
        var dialect = Dialect.Of(connection);
        var rows = await connection.QueryAsync<Row>(
            $"""
            SELECT id AS Id, available_nanos AS Available, reserved_nanos AS Reserved, debt_nanos AS Debt, sequence AS Sequence, head_hash AS Head
            FROM wallets WHERE id IN ({dialect.ValuesOf("@ids")}) ORDER BY id {dialect.Hold}
            """,
            new { ids = Dialect.List(ids) });
        return rows.ToDictionary(row => row.Id, row => new OpenWallet(row), StringComparer.Ordinal);
    }

    /// <summary>Adds an entry to the book and moves the balances by its lines.</summary>
    /// <param name="id">Never used before.</param>
    /// <param name="kind">Why money moves.</param>
    /// <param name="at">Microseconds since 1970 UTC.</param>
    /// <param name="note">Who and why, and for which request.</param>
    /// <param name="lines">Those of zero are left out. They add up to zero.</param>
    public void Post(string id, LedgerKind kind, long at, LedgerNote note, params ReadOnlySpan<LedgerLine> lines)
    {
        var kept = ImmutableArray.CreateBuilder<LedgerLine>(lines.Length);
        var sum = 0L;
        foreach (var line in lines)
        {
            if (line.Nanos == 0) continue;
            kept.Add(line);
            sum = checked(sum + line.Nanos);
            Move(line);
        }

        if (sum != 0) throw new InvalidOperationException($"The lines of transaction {id} add up to {sum}.");
        if (Available < 0 || Reserved < 0 || Debt < 0) throw new InvalidOperationException($"Transaction {id} would bring a balance of wallet {Id} below zero.");
        kept.Sort((left, right) => string.CompareOrdinal(left.Account, right.Account));
        var entry = new LedgerTransaction
        {
            Id = id,
            WalletId = Id,
            Sequence = ++_sequence,
            Kind = EnumWords.Of(kind),
            RequestId = note.RequestId,
            At = at,
            Actor = note.Actor,
            Reason = note.Reason,
            PreviousHash = _head,
            Lines = kept.DrainToImmutable(),
        };
        _head = LedgerChain.Hash(entry);
        _entries.Add((entry, _head));
    }

    /// <summary>Adds an entry that gives the wallet money: its debt is paid first.</summary>
    public void Raise(string id, LedgerKind kind, long at, LedgerNote note, string from, long nanos)
    {
        var owed = Math.Min(Debt, nanos);
        Post(id, kind, at, note, new LedgerLine(from, -nanos), new LedgerLine(LedgerAccounts.Debt, owed), new LedgerLine(LedgerAccounts.Available, nanos - owed));
    }

    /// <summary>Writes the entries of these wallets, and what the wallets are now.</summary>
    public static async Task SaveAsync(DbConnection connection, IEnumerable<OpenWallet> wallets)
    {
        var writer = RowWriter.On(connection);
        await SaveAsync(writer, wallets);
        await writer.FlushAsync();
    }

    /// <summary>The same, as a part of what is written.</summary>
    public static async Task SaveAsync(RowWriter writer, IEnumerable<OpenWallet> wallets)
    {
        var moved = wallets.Where(wallet => wallet._entries.Count > 0).ToList();
        var entries = new List<(LedgerTransaction Entry, string Hash)>();
        var lines = new List<(string Id, LedgerLine Line)>();
        foreach (var wallet in moved)
        {
            entries.AddRange(wallet._entries);
            foreach (var (entry, _) in wallet._entries)
                foreach (var line in entry.Lines) lines.Add((entry.Id, line));
        }

        await writer.InsertAsync("ledger_transactions", EntryColumns, entries);
        await writer.InsertAsync("ledger_lines", LineColumns, lines);
        await writer.ChangeAsync(
            """
            UPDATE wallets SET available_nanos = @0, reserved_nanos = @1, debt_nanos = @2, sequence = @3, head_hash = @4
            WHERE id = @5 AND sequence = @6
            """,
            Balances,
            moved,
            wallet => $"Wallet {wallet.Id} was changed by another writer in the middle of this one.");
    }

    private void Move(LedgerLine line)
    {
        switch (line.Account)
        {
            case LedgerAccounts.Available:
                Available = checked(Available + line.Nanos);
                break;
            case LedgerAccounts.Reserved:
                Reserved = checked(Reserved + line.Nanos);
                break;
            case LedgerAccounts.Debt:
                // The account falls below zero by what is owed.
                Debt = checked(Debt - line.Nanos);
                break;
        }
    }

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public long Available { get; set; }
        public long Reserved { get; set; }
        public long Debt { get; set; }
        public long Sequence { get; set; }
        public string Head { get; set; } = "";
    }
}
