using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Gantry.Billing.Ledger;

namespace Gantry.Storage;

/// <summary>The books read, never written.</summary>
internal sealed class LedgerBook(IDatabase database, TimeProvider time) : ILedgerBook
{
    /// <summary>How many a check lists at most.</summary>
    internal const int MostFindings = 100;
    private const long DayMicros = 24 * UsageRoll.HourMicros;
    private static readonly DateOnly Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch);

    /// <summary>Each part by an index of its own.</summary>
    internal const string FindRequest =
        """
        SELECT request_id FROM usage_records WHERE request_id = @id
        UNION ALL SELECT request_id FROM usage_records WHERE upstream_response_id = @id
        UNION ALL SELECT request_id FROM attempt_costs WHERE attempt_id = @id
        LIMIT 1
        """;

    private const string EntryColumns =
        """
        t.id AS Id, t.wallet_id AS WalletId, t.sequence AS Sequence, t.kind AS Kind, t.request_id AS RequestId, t.at AS At, t.actor AS Actor,
        t.reason AS Reason, t.previous_hash AS PreviousHash, t.hash AS Hash
        """;

    public Task<IReadOnlyList<LedgerFinding>> CheckAsync(CancellationToken cancellation) => CheckAsync(null, cancellation);

    public Task<IReadOnlyList<LedgerFinding>> CheckAsync(DateTimeOffset moment, CancellationToken cancellation) => CheckAsync((DateTimeOffset?)moment, cancellation);

    private Task<IReadOnlyList<LedgerFinding>> CheckAsync(DateTimeOffset? moment, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var findings = new List<LedgerFinding>();
            var parameters = new { now = moment is { } given ? UnixMicros.Of(given) : await RunRecords.NowAsync(connection, time), LedgerInvariants.DeadAfterMicros };
            foreach (var (check, sql) in LedgerInvariants.All)
            {
                var found = await connection.QueryAsync<(string Subject, string Message)>($"{sql} LIMIT {MostFindings}", parameters);
                findings.AddRange(found.Select(f => new LedgerFinding(check, f.Subject, f.Message)));
            }

            findings.AddRange((await ChainsAsync(connection)).Take(MostFindings));
            return (IReadOnlyList<LedgerFinding>)findings;
        },
        cancellation);

    public Task<IReadOnlyList<LedgerTransaction>> EntriesAsync(Guid? walletId, int limit, CancellationToken cancellation) => EntriesAsync(
        "FROM ledger_transactions t WHERE CAST(@wallet AS TEXT) IS NULL OR t.wallet_id = @wallet ORDER BY t.at DESC, t.wallet_id, t.sequence DESC LIMIT @limit",
        new { wallet = walletId?.ToString(), limit },
        cancellation);

    public Task<IReadOnlyList<LedgerTransaction>> PageAsync(Guid walletId, long? before, int limit, CancellationToken cancellation) => EntriesAsync(
        "FROM ledger_transactions t WHERE t.wallet_id = @wallet AND t.sequence < @before ORDER BY t.sequence DESC LIMIT @limit",
        new { wallet = walletId.ToString(), before = before ?? long.MaxValue, limit },
        cancellation);

    public Task<IReadOnlyList<LedgerTransaction>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        EntriesAsync(dialect => $"FROM ledger_transactions t WHERE t.id IN ({dialect.ValuesOf("@ids")})", new { ids = Dialect.List(ids) }, cancellation);

    public Task<(long Sequence, long TotalNanos)?> StandingAsync(Guid walletId, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var found = (await connection.QueryAsync<(long Sequence, long TotalNanos)>(
                "SELECT sequence, available_nanos + reserved_nanos FROM wallets WHERE id = @id", new { id = walletId.ToString() })).AsList();
            return found.Count == 0 ? ((long, long)?)null : found[0];
        },
        cancellation);

    public Task<(Guid WalletId, long RefundableNanos)?> ChargeAsync(string requestId, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var found = (await connection.QueryAsync<(string WalletId, long Nanos)>(
                "SELECT wallet_id, charged_nanos - refunded_nanos FROM usage_records WHERE request_id = @requestId AND wallet_id IS NOT NULL",
                new { requestId })).AsList();
            return found is [var (wallet, nanos)] ? (Guid.Parse(wallet), nanos) : ((Guid, long)?)null;
        },
        cancellation);

    public Task<IReadOnlyList<CostCell>> CostsAsync(DateOnly first, DateOnly last, CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<CostCell>)
        [
            .. (await connection.QueryAsync<(long Day, string Upstream, string Credential, string Model, long Nanos)>(
                $"""
                SELECT at / {DayMicros}, upstream, COALESCE(credential_id, ''), upstream_model, CAST(SUM(cost_nanos) AS BIGINT) FROM attempt_costs
                WHERE at >= @from AND at < @to GROUP BY 1, 2, 3, 4
                """,
                new { from = DayOf(first), to = DayOf(last.AddDays(1)) }))
                .Select(c => new CostCell(Epoch.AddDays((int)c.Day), c.Upstream, c.Credential, c.Model, c.Nanos)),
        ],
        cancellation);

    public Task<IReadOnlyList<DoubtfulAttempt>> DoubtfulAsync(CostCell place, int limit, CancellationToken cancellation) => database.ReadAsync(
        async connection => (IReadOnlyList<DoubtfulAttempt>)
        [
            .. (await connection.QueryAsync<(string Id, string RequestId, string Status, long Nanos)>(
                """
                SELECT attempt_id, request_id, cost_status, cost_nanos FROM attempt_costs
                WHERE at >= @from AND at < @to AND cost_status IN ('estimated', 'unknown') AND (@Upstream = '' OR upstream = @Upstream)
                    AND (@Credential = '' OR credential_id = @Credential) AND (@Model = '' OR upstream_model = @Model)
                ORDER BY cost_nanos DESC, attempt_id LIMIT @limit
                """,
                new { from = DayOf(place.Day), to = DayOf(place.Day.AddDays(1)), place.Upstream, place.Credential, place.Model, limit }))
                .Select(a => new DoubtfulAttempt(a.Id, a.RequestId, a.Status, a.Nanos)),
        ],
        cancellation);

    public Task<string?> FindRequestAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.ExecuteScalarAsync<string?>(FindRequest, new { id }), cancellation);

    private Task<IReadOnlyList<LedgerTransaction>> EntriesAsync(string which, object values, CancellationToken cancellation) => EntriesAsync(_ => which, values, cancellation);

    private Task<IReadOnlyList<LedgerTransaction>> EntriesAsync(Func<Dialect, string> selection, object values, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var which = selection(Dialect.Of(connection));
            var rows = (await connection.QueryAsync<Row>($"SELECT {EntryColumns} {which}", values)).AsList();
            var lines = (await connection.QueryAsync<(string Id, string Account, long Nanos)>(
                $"SELECT l.transaction_id, l.account, l.amount_nanos FROM ledger_lines l JOIN (SELECT t.id {which}) n ON n.id = l.transaction_id",
                values)).ToLookup(l => l.Id, l => new LedgerLine(l.Account, l.Nanos));
            return (IReadOnlyList<LedgerTransaction>)[.. rows.Select(row => row.ToEntry(lines[row.Id]))];
        },
        cancellation);

    private static long DayOf(DateOnly day) => (day.DayNumber - Epoch.DayNumber) * DayMicros;

    // Read as a stream, entry by entry: a book may be larger than memory.
    private static async Task<List<LedgerFinding>> ChainsAsync(DbConnection connection)
    {
        var findings = new List<LedgerFinding>();
        var heads = (await connection.QueryAsync<(string Id, long Sequence, string Head)>("SELECT id, sequence, head_hash FROM wallets ORDER BY id"))
            .ToDictionary(w => w.Id, w => (w.Sequence, w.Head), StringComparer.Ordinal);
        var chain = new ChainReader(heads, findings);
        var lines = ImmutableArray.CreateBuilder<LedgerLine>();
        Row? row = null;
        await using var reader = await connection.ExecuteReaderAsync(
            $"""
            SELECT {EntryColumns}, l.account, l.amount_nanos
            FROM ledger_transactions t LEFT JOIN ledger_lines l ON l.transaction_id = t.id ORDER BY t.wallet_id, t.sequence, l.account
            """);
        var parse = reader.GetRowParser<Row>(typeof(Row), 0, 10);
        while (await reader.ReadAsync())
        {
            var next = parse(reader);
            if (row is not null && row.Id != next.Id)
            {
                chain.Read(row.ToEntry(lines), row.Hash);
                lines.Clear();
            }

            row = next;
            if (!await reader.IsDBNullAsync(10)) lines.Add(new LedgerLine(reader.GetString(10), reader.GetInt64(11)));
        }

        if (row is not null) chain.Read(row.ToEntry(lines), row.Hash);
        chain.Finish();
        return findings;
    }

    private sealed class ChainReader(Dictionary<string, (long Sequence, string Head)> heads, List<LedgerFinding> findings)
    {
        private readonly HashSet<string> _read = new(StringComparer.Ordinal);
        private string? _wallet;
        private long _sequence;
        private string _head = "";

        public void Read(LedgerTransaction entry, string hash)
        {
            if (entry.WalletId != _wallet)
            {
                Finish();
                (_wallet, _sequence, _head) = (entry.WalletId, 0, "");
            }

            if (entry.Sequence != _sequence + 1) Found(entry.Id, $"has number {entry.Sequence} in its wallet's book, after {_sequence}");
            else if (entry.PreviousHash != _head) Found(entry.Id, "does not carry the hash of the entry before it");
            else if (LedgerChain.Hash(entry) != hash) Found(entry.Id, "was changed: its hash is another one");
            (_sequence, _head) = (entry.Sequence, hash);
        }

        /// <summary>Holds the wallets against the ends of their chains; at last those that have none.</summary>
        public void Finish()
        {
            if (_wallet is not null && _read.Add(_wallet) && heads.TryGetValue(_wallet, out var head) && head != (_sequence, _head))
                Found(_wallet, $"its book ends with entry {_sequence}, the wallet says {head.Sequence}");
            _wallet = null;
        }

        private void Found(string subject, string message) => findings.Add(new LedgerFinding("I-12", subject, message));
    }

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string WalletId { get; set; } = "";
        public long Sequence { get; set; }
        public string Kind { get; set; } = "";
        public string? RequestId { get; set; }
        public long At { get; set; }
        public string Actor { get; set; } = "";
        public string? Reason { get; set; }
        public string PreviousHash { get; set; } = "";
        public string Hash { get; set; } = "";

        public LedgerTransaction ToEntry(IEnumerable<LedgerLine> lines) => new()
        {
            Id = Id,
            WalletId = WalletId,
            Sequence = Sequence,
            Kind = Kind,
            RequestId = RequestId,
            At = At,
            Actor = Actor,
            Reason = Reason,
            PreviousHash = PreviousHash,
            Lines = [.. lines.OrderBy(l => l.Account, StringComparer.Ordinal)],
        };
    }
}
