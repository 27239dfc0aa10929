using System.Security.Cryptography;
using System.Text;
using Dapper;
using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;
using Gantry.Protocols;
using Gantry.Storage;

namespace Gantry.Tests.Storage.Ledger;

/// <summary>A ledger with wallets to move money in.</summary>
internal sealed class LedgerRig : IAsyncDisposable
{
    private int _postings;

    private LedgerRig(IDatabase database, FixedTime time)
    {
        Database = database;
        Time = time;
        Ledger = new LedgerStore(database, time);
        Usage = new UsageStore(database, time);
        Book = new LedgerBook(database, time);
        Plans = new PlanStore(database, time);
        Vouchers = new VoucherStore(database, Sample.Hasher, time);
    }

    public IDatabase Database { get; }

    public FixedTime Time { get; }

    public LedgerStore Ledger { get; }

    public UsageStore Usage { get; }

    public LedgerBook Book { get; }

    public PlanStore Plans { get; }

    public VoucherStore Vouchers { get; }

    /// <summary>The run that was begun first.</summary>
    public long Run { get; private set; }

    public static async Task<LedgerRig> OpenAsync(int wallets = 1, IDatabase? database = null)
    {
        var time = new FixedTime();
        var rig = new LedgerRig(database ?? await TestStore.FreshAsync(time), time);
        for (var i = 0; i < wallets; i++)
        {
            await rig.SqlAsync(
                $"""
                INSERT INTO accounts (id, email, role, created_at, managed_by) VALUES ('{Wallet(i)}', 'user{i}@example.com', 'user', 0, 'file');
                INSERT INTO wallets (id, account_id, available_nanos, reserved_nanos, debt_nanos, sequence, head_hash, created_at)
                VALUES ('{Wallet(i)}', '{Wallet(i)}', 0, 0, 0, 0, '', 0)
                """);
        }

        rig.Run = await rig.Ledger.BeginRunAsync(new NodeFacts("here"), CancellationToken.None);
        return rig;
    }

    /// <summary>For a database that does not have its whole schema yet.</summary>
    public static Task<LedgerRig> OpenOldAsync(IDatabase database, FixedTime time) => Task.FromResult(new LedgerRig(database, time));

    public static Guid Wallet(int number = 0) => new(number + 1, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);

    public static Guid Key(int number = 0) => new(number + 1, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 2);

    public static Guid Allowance(int number = 0) => new(number + 1, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 3);

    public async Task SqlAsync(string sql, object? parameters = null) =>
        await Database.WriteAsync(c => c.ExecuteAsync(sql, parameters), CancellationToken.None);

    /// <summary>Makes the key of a wallet that of a person in a team: the account of the wallet is the team.</summary>
    /// <returns>The id of the person's spending there, as in a cap.</returns>
    public async Task<string> JoinAsync(int wallet, int person)
    {
        await SqlAsync(
            """
            INSERT INTO api_keys (id, account_id, member_id, name, key_hash, display, groups, models, operations, networks, spend_cap_window, created_at, managed_by)
            VALUES (@key, @team, @person, 'k', @key, '', '[]', '[]', '[]', '[]', 'total', 0, 'hand')
            """,
            new { key = Key(wallet).ToString(), team = Wallet(wallet).ToString(), person = Wallet(person).ToString() });
        return new TeamMember(Wallet(wallet), Wallet(person)).ToString();
    }

    public Task<T?> ScalarAsync<T>(string sql, object? parameters = null) =>
        Database.ReadAsync(c => c.ExecuteScalarAsync<T>(sql, parameters), CancellationToken.None);

    public Task<PostingResult> PostAsync(long nanos, LedgerKind kind = LedgerKind.TopUp, int wallet = 0, string? id = null, string? requestId = null) =>
        Ledger.PostAsync(
            new LedgerPosting
            {
                TransactionId = id ?? $"posting:{++_postings}",
                Kind = kind,
                WalletId = Wallet(wallet),
                Amount = new Money(nanos),
                Counter = kind switch { LedgerKind.Refund => LedgerAccounts.Refunds, LedgerKind.Adjust => LedgerAccounts.Adjustments, _ => LedgerAccounts.Stripe },
                Actor = "test",
                RequestId = requestId,
            },
            CancellationToken.None);

    public async Task<long> ReserveAsync(long want, long least = 1, int wallet = 0, int? allowance = null, long? run = null) =>
        (await Ledger.ReserveAsync(Wallet(wallet), Allowance(allowance ?? wallet), run ?? Run, new Money(want), new Money(least), CancellationToken.None)).Nanos;

    public Task SettleAsync(params UsageRecord[] records) => Usage.InsertAsync(records, CancellationToken.None);

    /// <summary>Available, reserved, debt.</summary>
    public async Task<(long Available, long Reserved, long Debt)> BalanceAsync(int wallet = 0)
    {
        var balance = await Ledger.BalanceAsync(Wallet(wallet), CancellationToken.None);
        return (balance!.Available.Nanos, balance.Reserved.Nanos, balance.Debt.Nanos);
    }

    /// <summary>A request that was dispatched once and cost so much.</summary>
    public UsageRecord Request(string id, long cost, long fromWallet = 0, int wallet = 0, int? allowance = null, long? run = null, int attempts = 1) =>
        Sample.Usage(id) with
        {
            StartedAt = Time.Now,
            Operation = Operation.Chat,
            Outcome = UsageOutcome.Completed,
            AccountId = Wallet(wallet),
            KeyId = Key(wallet),
            Attempts = attempts,
            UpstreamResponseId = $"msg_{id}",
            Charge = new UsageCharge
            {
                WalletId = Wallet(wallet),
                AllowanceId = Allowance(allowance ?? wallet),
                Run = run ?? Run,
                HoldNanos = cost,
                CostNanos = cost,
                FromAllowanceNanos = cost - fromWallet,
                FromWalletNanos = fromWallet,
                PriceVersion = "v1",
                MultiplierPpm = 1_000_000,
            },
            Trail = [.. Enumerable.Range(1, attempts).Select(number => Attempt(id, number, cost))],
        };

    public static AttemptRecord Attempt(string request, int number, long cost) => new()
    {
        Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{request}/{number}")).AsSpan(0, 16)),
        Number = number,
        Upstream = "sim",
        UpstreamModel = "claude-sonnet-4-5-20250929",
        CredentialId = new Guid("01980000-0000-7000-8000-000000000003"),
        Status = 200,
        CostNanos = cost,
        CostStatus = AttemptCostStatus.Exact,
    };

    /// <summary>The checks that report something, each once.</summary>
    public async Task<string[]> BrokenAsync() => [.. (await Book.CheckAsync(CancellationToken.None)).Select(f => f.Check).Distinct()];

    /// <summary>Chains every book anew, as one would who forges it with care.</summary>
    public async Task RehashAsync()
    {
        var entries = (await Book.EntriesAsync(null, int.MaxValue, CancellationToken.None)).OrderBy(e => e.WalletId, StringComparer.Ordinal).ThenBy(e => e.Sequence);
        foreach (var book in entries.GroupBy(e => e.WalletId))
        {
            var head = "";
            foreach (var entry in book)
            {
                var hash = LedgerChain.Hash(entry with { PreviousHash = head });
                await SqlAsync("UPDATE ledger_transactions SET previous_hash = @head, hash = @hash WHERE id = @Id", new { head, hash, entry.Id });
                head = hash;
            }

            await SqlAsync("UPDATE wallets SET head_hash = @head, sequence = @Sequence WHERE id = @Key", new { head, book.Last().Sequence, book.Key });
        }
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
