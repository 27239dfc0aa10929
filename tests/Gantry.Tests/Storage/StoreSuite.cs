using Dapper;
using Gantry.Billing.Payments;
using Gantry.Catalog;
using Gantry.Storage;
using Gantry.Tests.Billing.Payments;
using Xunit;

namespace Gantry.Tests.Storage;

/// <summary>What every database must do. A class per engine derives from it.</summary>
public abstract class StoreSuite : IAsyncLifetime
{
    private IDatabase _database = null!;

    private protected IDatabase Database => _database;

    private protected CatalogStore Catalog => new(_database, Sample.Chain);

    private protected abstract Task<IDatabase> OpenAsync();

    private protected virtual bool KeepsNul => true;

    public virtual async ValueTask InitializeAsync() => _database = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Empty_store_has_version_0_and_no_rows()
    {
        Assert.Equal(0, await Catalog.VersionAsync(CancellationToken.None));
        Assert.Empty((await Catalog.LoadAsync(CancellationToken.None)).All());
    }

    [Fact]
    public async Task Every_row_comes_back_as_it_was_written()
    {
        var wanted = Sample.Rows(Sample.Yaml + "\nplans: [{name: pro, amount: 20, period: week, overflow: refuse}]\n" + Sample.Team).All().ToArray();
        Assert.Equal(Enum.GetValues<RowKind>(), wanted.Select(r => r.Key.Kind).Distinct().Order());
        await Catalog.ApplyAsync(0, [.. wanted.Reverse().Select(r => new RowChange(r, null))], CancellationToken.None);
        var stored = (await Catalog.LoadAsync(CancellationToken.None)).All().ToDictionary(r => r.Key);
        Assert.Equal(wanted.Length, stored.Count);
        foreach (var row in wanted)
        {
            Assert.Equal(row.Facts(), stored[row.Key].Facts());
            Assert.Equal(row.ManagedBy, stored[row.Key].ManagedBy);
        }

        Assert.Equal(Sample.UpstreamSecret, stored.Values.OfType<CredentialRow>().Single().Open(Sample.Seal));
        Assert.Equal(wanted.OfType<ApiKeyRow>().First().CreatedAt, stored.Values.OfType<ApiKeyRow>().First().CreatedAt);
    }

    [Fact]
    public async Task Team_comes_back_with_its_members_and_their_keys()
    {
        await Sample.ApplyAsync(Catalog, Sample.Yaml + "\n" + Sample.Team);
        var rows = await Catalog.LoadAsync(CancellationToken.None);
        var (team, alice) = (rows.Accounts.Single(a => a.Kind == AccountKind.Team), rows.Accounts.Single(a => a.Kind == AccountKind.Person));
        Assert.Equal(("research", AccountRole.User, "Europe/Berlin"), (team.Email, team.Role, team.TimeZone));
        var member = Assert.Single(rows.Members);
        Assert.Equal((team.Id, "research", alice.Id, "alice@example.com", MemberRole.Manager, "2.00/day"), (member.TeamId, member.Team, member.AccountId, member.Email, member.Role, member.SpendCaps.Single().ToString()));
        var (bot, hers) = (rows.Keys.Single(k => k.Name == "bot"), rows.Keys.Single(k => k.Name == "hers"));
        Assert.Equal((team.Id, "research", null, null), (bot.AccountId, bot.Account, bot.MemberId, bot.Member));
        Assert.Equal((team.Id, "research", (Guid?)alice.Id, "alice@example.com"), (hers.AccountId, hers.Account, hers.MemberId, hers.Member));
        Assert.Equal(1, await Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM wallets WHERE account_id = @id", new { id = team.Id.ToString() }), CancellationToken.None));
        Assert.Empty((await Sample.ApplyAsync(Catalog, Sample.Yaml + "\n" + Sample.Team)).Changes);
    }

    [Fact]
    public async Task Member_that_goes_takes_its_keys_along_whoever_made_them()
    {
        const string Plain = "teams: [{name: research, members: [{email: alice@example.com, role: manager, spend_cap: {amount: 2, window: day}}]}]";
        await Sample.ApplyAsync(Catalog, Sample.Yaml + "\n" + Plain);
        var rows = await Catalog.LoadAsync(CancellationToken.None);
        var (team, alice, own) = (rows.Accounts.Single(a => a.Kind == AccountKind.Team), rows.Accounts.Single(a => a.Kind == AccountKind.Person), rows.Keys.Single());
        var made = own with { Id = Guid.CreateVersion7(new FixedTime().GetUtcNow()), AccountId = team.Id, Account = team.Email, MemberId = alice.Id, Member = alice.Email, Name = "by hand", Hash = Sample.Hasher.Hash("sk-by-hand-0123456789"), ManagedBy = ManagedBy.Hand };
        await Catalog.ApplyAsync(rows.Version, [new RowChange(made, null)], CancellationToken.None);

        var changes = (await Sample.ApplyAsync(Catalog, Sample.Yaml + "\nteams: [{name: research}]")).Changes.Select(c => c.ToString()).ToArray();
        Assert.Equal(["- member research/alice@example.com", "~ key research/by hand: revoked false -> true"], changes);
        rows = await Catalog.LoadAsync(CancellationToken.None);
        Assert.Empty(rows.Members);
        Assert.Equal((ManagedBy.File, alice.Id, "alice@example.com"), (rows.Keys.Single(k => k.Name == "by hand").RevokedBy, rows.Keys.Single(k => k.Name == "by hand").MemberId!.Value, rows.Keys.Single(k => k.Name == "by hand").Member));
        Assert.Null(rows.Keys.Single(k => k.Id == own.Id).RevokedAt);
        // Who comes back gets new keys: the old ones may be anywhere.
        await Sample.ApplyAsync(Catalog, Sample.Yaml + "\n" + Plain);
        Assert.NotNull((await Catalog.LoadAsync(CancellationToken.None)).Keys.Single(k => k.Name == "by hand").RevokedAt);
        Assert.Equal(["~ team research: disabled false -> true", "- member research/alice@example.com"], (await Sample.ApplyAsync(Catalog, Sample.Yaml)).Changes.Select(c => c.ToString()));
    }

    [Fact]
    public async Task Routing_comes_back_and_can_be_taken_away()
    {
        const string with =
            """
            upstreams:
              - {name: u, provider: openai, api_keys: [sk-1]}
            models:
              - {id: m, aliases: [a], price: {free: true}}
              - {id: n, price: {free: true}}
            groups:
              - {name: g, protocols: [chat, gemini], balance: least_busy, virtual_models: {v: [n, a], w: [m]}, deployments: [{model: m, upstream: u}, {model: n, upstream: u}]}
              - {name: h, status: deprecated, replacement: g, note: gone soon, deployments: [{model: m, upstream: u}]}
            accounts:
              - email: a@b.c
                keys:
                  - name: k
                    groups: [h, auto]
                    models: [v, m]
                    auto: {order: [g, h], max_price_factor: 1.5, sticky: false}
                    models_map: {claude-x: v, "gpt-*": m, "*": n}
                    routes: {default: m, background: n, think: v, long_context: {model: w, above: 90000}, image: v, web_search: a, subagent: n}
                  - {name: l, groups: [g, h], fallback: true}
            """;
        await Sample.ApplyAsync(Catalog, with);
        var rows = await Catalog.LoadAsync(CancellationToken.None);
        Assert.Equal(
            [
                ("g", GroupStatus.Active, null, "", "Chat, Gemini", PoolBalance.LeastBusy, "v: [n, a], w: [m]"),
                ("h", GroupStatus.Deprecated, "g", "gone soon", "", PoolBalance.Weight, ""),
            ],
            rows.Groups.Select(g => (g.Name, g.Status, g.Replacement, g.Note, string.Join(", ", g.Protocols), g.Balance, string.Join(", ", g.VirtualModels))));
        var (key, plain) = (rows.Keys.Single(k => k.Name == "k"), rows.Keys.Single(k => k.Name == "l"));
        Assert.Equal(
            (false, "g h", (long?)1_500_000, false, "claude-x: v, gpt-*: m, *: n"),
            (key.Fallback, string.Join(' ', key.Auto!.Order), key.Auto.MaxPriceFactorPpm, key.Auto.Sticky, string.Join(", ", key.ModelsMap)));
        Assert.Equal(
            new ScenarioRoutes { Default = "m", Background = "n", Think = "v", LongContext = "w", LongContextAbove = 90_000, Image = "v", WebSearch = "a", Subagent = "n" }, key.Routes);
        Assert.Equal((true, null, 0, null), (plain.Fallback, plain.Auto, plain.ModelsMap.Length, plain.Routes));
        Assert.Empty((await Sample.ApplyAsync(Catalog, with)).Changes);

        var without = with.Replace(", fallback: true", "", StringComparison.Ordinal).Replace(", balance: least_busy", "", StringComparison.Ordinal)
            .Replace("max_price_factor: 1.5, ", "", StringComparison.Ordinal).Replace("\"gpt-*\": m, ", "", StringComparison.Ordinal).Replace("think: v, ", "", StringComparison.Ordinal);
        Assert.Equal(
            [
                "~ group g: balance least_busy -> weight",
                "~ key a@b.c/k: auto.max_price_factor 1.5 -> none, models_map [claude-x: v, gpt-*: m, *: n] -> [claude-x: v, *: n], routes.think v -> none",
                "~ key a@b.c/l: fallback true -> false",
            ],
            (await Sample.ApplyAsync(Catalog, without)).Changes.Select(c => c.ToString()));
    }

    [Fact]
    public async Task Rules_and_traits_come_back_and_can_be_taken_away()
    {
        const string with =
            """
            upstreams:
              - {name: u, provider: openai, api_keys: [sk-1], traits: {top_k: true, developer_role: false}}
            models:
              - {id: m, price: {free: true}, rules: {thinking: budget, max_output: 8192, efforts: [low, xhigh], input: [image, pdf]}}
            groups:
              - {name: g, deployments: [{model: m, upstream: u, rules: {prefill: true, sampling: not_with_reasoning}}]}
            """;
        await Sample.ApplyAsync(Catalog, with);
        var rows = await Catalog.LoadAsync(CancellationToken.None);
        Assert.Equal("""{"developerRole":false,"topK":true}""", Assert.Single(rows.Upstreams).Traits);
        Assert.Equal("""{"thinking":"budget","efforts":["low","xhigh"],"maxOutput":8192,"input":["image","pdf"]}""", Assert.Single(rows.Models).Rules);
        Assert.Equal("""{"sampling":"notWithReasoning","prefill":true}""", Assert.Single(rows.Deployments).Rules);
        Assert.Empty((await Sample.ApplyAsync(Catalog, with)).Changes);

        const string without =
            """
            upstreams:
              - {name: u, provider: openai, api_keys: [sk-1], traits: {}}
            models:
              - {id: m, price: {free: true}}
            groups:
              - {name: g, deployments: [{model: m, upstream: u}]}
            """;
        Assert.Equal(3, (await Sample.ApplyAsync(Catalog, without)).Changes.Length);
        rows = await Catalog.LoadAsync(CancellationToken.None);
        Assert.Null(Assert.Single(rows.Upstreams).Traits);
        Assert.Null(Assert.Single(rows.Models).Rules);
        Assert.Null(Assert.Single(rows.Deployments).Rules);
    }

    [Fact]
    public async Task Change_of_a_stale_version_is_refused_whole()
    {
        var row = new SettingRow { Name = "path_base", Value = "/a" };
        Assert.Equal(1, await Catalog.ApplyAsync(0, [new RowChange(row, null)], CancellationToken.None));
        await Assert.ThrowsAsync<CatalogConflictException>(
            () => Catalog.ApplyAsync(0, [new RowChange(row with { Value = "/b" }, row)], CancellationToken.None));
        var rows = await Catalog.LoadAsync(CancellationToken.None);
        Assert.Equal(1, rows.Version);
        Assert.Equal("/a", rows.Setting("path_base"));
    }

    [Fact]
    public async Task Change_that_fails_half_way_leaves_nothing()
    {
        RowChange[] changes =
        [
            new(new SettingRow { Name = "path_base", Value = "/a" }, null),
            new(new DeploymentRow { Group = "no", Model = "such", Upstream = "rows", UpstreamModel = "x" }, null),
        ];
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Catalog.ApplyAsync(0, changes, CancellationToken.None));
        var rows = await Catalog.LoadAsync(CancellationToken.None);
        Assert.Equal(0, rows.Version);
        Assert.Empty(rows.All());
    }

    [Fact]
    public async Task Rows_are_deleted_children_first()
    {
        var rows = Sample.Rows(Sample.Yaml);
        await Catalog.ApplyAsync(0, [.. rows.All().Select(r => new RowChange(r, null))], CancellationToken.None);
        RowKind[] kept = [RowKind.Account, RowKind.Credit, RowKind.Key];
        await Catalog.ApplyAsync(
            1, [.. rows.All().Where(r => !kept.Contains(r.Key.Kind)).Select(r => new RowChange(r, r, Deleted: true))], CancellationToken.None);
        Assert.Equal(kept, (await Catalog.LoadAsync(CancellationToken.None)).All().Select(r => r.Key.Kind));
    }

    [Fact]
    public async Task Hostile_text_is_stored_as_text()
    {
        // PostgreSQL keeps no NUL; what may come with one is refused or mended before it gets here.
        string[] hostile = ["'; DROP TABLE models; --", "\" OR 1=1 --", KeepsNul ? "a\0b" : "a\u0001b", "%_\\", "😀 ünï", "@Name", "{0}"];
        var changes = hostile.Select((text, i) => new RowChange(new GroupRow { Name = $"g{i}", Description = text }, null)).ToArray();
        await Catalog.ApplyAsync(0, changes, CancellationToken.None);
        Assert.Equal(hostile, (await Catalog.LoadAsync(CancellationToken.None)).Groups.Select(g => g.Description));
    }

    [Fact]
    public async Task Payments_of_all_accounts_are_found_by_state_account_time_and_id()
    {
        await Sample.ApplyAsync(Catalog, "accounts: [{email: alice@example.com}, {email: bob@example.com}]");
        var accounts = (await Catalog.LoadAsync(CancellationToken.None)).Accounts.ToDictionary(a => a.Email, a => a.Id, StringComparer.Ordinal);
        var now = new FixedTime().GetUtcNow();
        var store = new PaymentStore(Database, new FixedTime());
        var alice = await PaymentSample.MakeAsync(store, accounts["alice@example.com"], now.AddDays(-30), "a_ice");
        var bob = await PaymentSample.MakeAsync(store, accounts["bob@example.com"], now, "bob");
        var book = new PaymentBook(Database);
        async Task<Guid[]> FindAsync(PaymentFilter filter) => [.. (await book.PageAsync(filter, null, 100, CancellationToken.None)).Select(line => line.Order.Id)];
        var all = new PaymentFilter { Now = now };
        Guid[] everything = [.. bob.Concat(alice).Select(order => order.Id)];
        Assert.Equal(everything, await FindAsync(all));
        Assert.Equal([bob[1].Id, bob[3].Id, alice[1].Id, alice[3].Id], await FindAsync(all with { State = OrderState.Paid }));
        // Nobody has noted yet that the time of one is over.
        Assert.Equal([bob[0].Id], await FindAsync(all with { State = OrderState.Created }));
        Assert.Equal([alice[0].Id], await FindAsync(all with { State = OrderState.Expired }));
        Assert.Equal([bob[3].Id, alice[3].Id], await FindAsync(all with { Taken = true }));
        Assert.Equal(6, (await FindAsync(all with { Taken = false })).Length);
        Assert.Equal(everything[4..], await FindAsync(all with { AccountId = accounts["alice@example.com"] }));
        Assert.Equal(everything[..4], await FindAsync(all with { From = now.AddDays(-1) }));
        Assert.Equal(everything[1..], await FindAsync(all with { To = now }));
        foreach (var (text, found) in new (string, Guid[])[]
        {
            ("Ali", everything[4..]), ("pi_bob_paid", [bob[1].Id]), ("cs_a_ice_n", [alice[0].Id]), (bob[2].Id.ToString().ToUpperInvariant(), [bob[2].Id]), ("%", []), ("cs_a%", []), ("pi_a_ic_", []),
        })
        {
            Assert.Equal(found, await FindAsync(all with { Search = text }));
        }

        // Part by part, each once; what was made at the same moment is told apart by its id.
        var read = new List<Guid>();
        (DateTimeOffset, Guid)? place = null;
        while (await book.PageAsync(all with { Search = "" }, place, 3, CancellationToken.None) is { Count: > 0 } part)
        {
            read.AddRange(part.Select(line => line.Order.Id));
            place = (part[^1].Order.CreatedAt, part[^1].Order.Id);
        }

        Assert.Equal(everything, read);
    }

    [Fact]
    public async Task Payment_tells_its_events_what_was_taken_back_and_its_entries_in_the_books()
    {
        await Sample.ApplyAsync(Catalog, "accounts: [{email: alice@example.com}]");
        var account = Assert.Single((await Catalog.LoadAsync(CancellationToken.None)).Accounts).Id;
        var orders = await PaymentSample.MakeAsync(new PaymentStore(Database, new FixedTime()), account, new FixedTime().GetUtcNow(), "x");
        var book = new PaymentBook(Database);
        var refunded = (await book.FindAsync(orders[3].Id, CancellationToken.None))!;
        Assert.Equal(("alice@example.com", OrderState.Paid, 15_000_000_000L), (refunded.Line.Account, refunded.Line.Order.State, refunded.Line.Order.Taken.Nanos));
        Assert.Equal(new FixedTime().GetUtcNow(), refunded.Line.CreditedAt);
        Assert.Equal([("checkout.session.completed", "credited"), ("refund.created", "taken")], refunded.Events.Select(e => (e.Type, e.Outcome)).Order());
        Assert.Equal(("re_x_refunded", new Taking(TakingKind.Refund, 1500, TakingStanding.Taken)), (Assert.Single(refunded.Takings).Reference, refunded.Takings[0].Taking));
        var entries = await new LedgerBook(Database, new FixedTime()).FindAsync(refunded.Line.Order.EntryIds(), CancellationToken.None);
        Assert.Equal([("top_up", 40_000_000_000L), ("chargeback", -15_000_000_000)], entries.OrderBy(e => e.Sequence).Select(e => (e.Kind, e.Lines.Single(l => l.Account == "available").Nanos)));
        var odd = (await book.FindAsync(orders[2].Id, CancellationToken.None))!;
        Assert.Equal((OrderState.Manual, null, "manual"), (odd.Line.Order.State, odd.Line.CreditedAt, Assert.Single(odd.Events).Outcome));
        Assert.NotNull(odd.Line.Order.Note);
        Assert.Null(await book.FindAsync(Guid.Empty, CancellationToken.None));
    }

    [Fact]
    public async Task Usage_record_keeps_every_member()
    {
        await new UsageStore(Database, new FixedTime()).InsertAsync([Sample.Usage("req_1")], CancellationToken.None);
        var row = await Database.ReadAsync(async c => (IDictionary<string, object>)await c.QuerySingleAsync("SELECT * FROM usage_records"), CancellationToken.None);
        Assert.Equal(53, row.Count);
        Assert.Equal("req_1", row["request_id"]);
        Assert.Equal(Sample.Usage("req_1").StartedAt, UnixMicros.ToTime((long)row["started_at"]));
        Assert.Equal("01980000-0000-7000-8000-000000000001", row["key_id"]);
        Assert.Equal(Sample.Usage("req_1").Session, row["session"]);
        Assert.Equal("messages", row["protocol"]);
        Assert.Equal("count_tokens", row["operation"]);
        Assert.Equal("client_left", row["outcome"]);
        Assert.Equal("reported", row["usage_source"]);
        Assert.Null(row["error_origin"]);
        Assert.Equal("param_dropped:seed,stop_dropped", row["losses"]);
        string[] counted =
        [
            "uncached_input", "cache_read", "cache_write_5m", "cache_write_1h", "output", "reasoning", "audio_input", "image_input", "audio_output",
            "image_output", "images", "audio_seconds", "web_searches", "first_content_micros", "duration_micros", "attempts", "request_bytes", "response_bytes",
        ];
        Assert.Equal(Enumerable.Range(1, 18).Select(i => (object)(long)i), counted.Select(n => row[n]));
    }

    [Fact]
    public async Task Usage_record_that_comes_again_is_ignored()
    {
        var store = new UsageStore(Database, new FixedTime());
        await store.InsertAsync([Sample.Usage("req_1"), Sample.Usage("req_2")], CancellationToken.None);
        await store.InsertAsync([Sample.Usage("req_2") with { Status = 500 }, Sample.Usage("req_3")], CancellationToken.None);
        var rows = await Database.ReadAsync(c => c.QueryAsync<(string, long)>("SELECT request_id, status FROM usage_records ORDER BY 1"), CancellationToken.None);
        Assert.Equal([("req_1", 200), ("req_2", 200), ("req_3", 200)], rows);
    }

    [Fact]
    public async Task Usage_batch_with_a_bad_record_leaves_none()
    {
        var store = new UsageStore(Database, new FixedTime());
        await Assert.ThrowsAnyAsync<Exception>(() => store.InsertAsync([Sample.Usage("req_1"), Sample.Usage(null!)], CancellationToken.None));
        Assert.Equal(0, await Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM usage_records"), CancellationToken.None));
    }

    [Fact]
    public async Task Two_hundred_writers_and_eight_readers_never_meet_a_lock()
    {
        await Database.WriteAsync(c => c.ExecuteAsync("INSERT INTO settings (name, value, managed_by) VALUES ('n', '0', 'hand')"), CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 8).Select(async _ =>
        {
            await Task.Yield();
            var last = 0L;
            while (!stop.IsCancellationRequested)
            {
                var now = await Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT CAST(value AS BIGINT) FROM settings WHERE name = 'n'"), CancellationToken.None);
                Assert.True(now >= last, "a reader went back in time");
                last = now;
            }
        }).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            await Task.Yield();
            await Database.WriteAsync(
                c => c.ExecuteAsync("UPDATE settings SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE name = 'n'"), CancellationToken.None);
        }));
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal("200", (await Catalog.LoadAsync(CancellationToken.None)).Setting("n"));
    }

    [Fact]
    public async Task Write_that_throws_fails_alone_in_its_group()
    {
        var writes = Enumerable.Range(0, 100).Select(i => Database.WriteAsync(
            async c =>
            {
                await c.ExecuteAsync("INSERT INTO settings (name, value, managed_by) VALUES (@name, '', 'hand')", new { name = $"s{i:00}" });
                return i % 10 == 3 ? throw new InvalidOperationException($"{i}") : i;
            },
            CancellationToken.None)).ToArray();
        for (var i = 0; i < writes.Length; i++)
        {
            if (i % 10 == 3) Assert.Equal($"{i}", (await Assert.ThrowsAsync<InvalidOperationException>(() => writes[i])).Message);
            else Assert.Equal(i, await writes[i]);
        }

        Assert.Equal(90, (await Catalog.LoadAsync(CancellationToken.None)).Settings.Length);
    }
}
