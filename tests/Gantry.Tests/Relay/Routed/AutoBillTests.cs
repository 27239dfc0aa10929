using System.Globalization;
using System.Text;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Routed;

/// <summary>What <c>auto</c> bills, whatever fails: never above the ceiling, and always the price of the group that served.</summary>
[Collection(AloneCollection.Name)]
public sealed class AutoBillTests(ITestOutputHelper output)
{
    private const int Groups = 6;
    private const int Keys = 12;
    private const int SchedulesPerGateway = 100;

    // Nano-USD a token.
    private const int ListInput = 3_000;
    private const int ListOutput = 15_000;

    private static readonly string[] Faults = ["500", "503", "529", "errorbefore", "html", "reset", "429-ra30", "401", "402"];

    private int _served;
    private int _refused;
    private int _fellBack;
    private int _dearer;
    private int _aboveList;

    [Fact]
    public async Task Auto_bills_the_serving_group_and_never_above_its_ceiling_whatever_fails()
    {
        var schedules = TestRun.IsLong ? 10_000 : 300;
        // They wait most of the time.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, schedules / SchedulesPerGateway),
            new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = TestContext.Current.CancellationToken },
            async (gateway, _) => await RunAsync(new Random(1_600 + gateway)));

        output.WriteLine($"{schedules} schedules: {_served} served, {_refused} refused, {_fellBack} in another group than the first asked, {_dearer} in a dearer one, {_aboveList} above the list price");
        Assert.True(_served > schedules && _fellBack > schedules / 20 && _dearer > schedules / 50 && _aboveList > 0);
    }

    private async Task RunAsync(Random random)
    {
        var terms = Enumerable.Range(0, Groups).Select(_ => Terms.Draw(random)).ToArray();
        var ceilings = Enumerable.Range(0, Keys).Select(_ => random.Next(5) == 0 ? (int?)null : random.Next(2, 41)).ToArray();
        var time = new FakeTime();
        await using var fleet = await Fleet.StartAsync(url => Configuration(url, terms, ceilings, random), time: time);
        var (records, marks) = (0, new List<(string Mark, int Key, Fleet.Reply Reply)>());
        for (var schedule = 0; schedule < SchedulesPerGateway; schedule++)
        {
            // What rests comes back between two schedules, or does not.
            time.Advance(TimeSpan.FromSeconds(random.Next(0, 240)));
            var (key, turns) = (random.Next(Keys), random.Next(1, 4));
            for (var turn = 0; turn < turns; turn++)
            {
                if (turn == 0 || random.Next(2) == 0) fleet.Simulator.Scripts.Replace(Schedule(random));
                var mark = $"mark {records++:d6};";
                var call = ClientCall.Ask(ClientCall.Protocols[random.Next(4)], "m", stream: random.Next(2) == 0);
                call = call with { Body = call.Body.Replace("\"hi\"", $"\"{mark}\"", StringComparison.Ordinal) };
                marks.Add((mark, key, await fleet.AskAsync(call, ("authorization", $"Bearer {Secret(key)}"), ("x-session-id", $"session {schedule}"))));
            }
        }

        await fleet.CloseBooksAsync(records);
        var billed = await fleet.BilledAsync();
        var asked = fleet.Asked.ToLookup(Mark);
        var trails = (await fleet.RowsAsync<(string Request, long Number, string Group, long Multiplier, string Model)>(
            "SELECT request_id, number, group_name, multiplier_ppm, upstream_model FROM attempt_costs ORDER BY request_id, number")).ToLookup(t => t.Request);
        foreach (var (mark, key, reply) in marks) Check(mark, reply, billed[reply.RequestId], [.. asked[mark]], [.. trails[reply.RequestId].Select(t => (t.Group, t.Model))], terms, ceilings[key]);
        Assert.Equal(billed.Values.Where(b => b.ChargedNanos > 0).Select(b => b.RequestId).Order(StringComparer.Ordinal), await fleet.RowsAsync<string>("SELECT request_id FROM ledger_transactions WHERE kind = 'settle' AND request_id IN (SELECT request_id FROM usage_records WHERE charged_nanos > 0) ORDER BY request_id"));
    }

    private void Check(string mark, Fleet.Reply reply, Billed bill, List<RecordedExchange> asked, List<(string Group, string Model)> trail, Terms[] terms, int? ceiling)
    {
        // The upstream's own list of who was asked is the trail, and none of them is above the ceiling.
        Assert.Equal(asked.Select(e => e.Model!), trail.Select(t => t.Model));
        Assert.All(trail, t => Assert.Equal(t.Group, $"g{GroupOf(t.Model)}"));
        Assert.All(asked, e => Assert.True(ceiling is null || terms[GroupOf(e.Model!)].Tenths <= ceiling, $"{mark} {e.Model} was asked above {ceiling}"));
        if ((int)reply.Status != 200)
        {
            Interlocked.Increment(ref _refused);
            Assert.Equal(0, bill.ChargedNanos);
            return;
        }

        Interlocked.Increment(ref _served);
        var served = Assert.Single(asked, e => e is { Status: 200, UsageDelivered: true, ClaimedUsage: not null });
        var group = GroupOf(served.Model!);
        Assert.Equal(($"g{group}", $"g{group}", $"u{group}"), (reply.Group, bill.GroupName, bill.Upstream));
        var usage = served.ClaimedUsage!.Value;
        Assert.Equal((usage.UncachedInput * terms[group].Input) + (usage.Output * terms[group].Output), bill.ChargedNanos);
        if (ceiling is { } most) Assert.InRange(bill.ChargedNanos, 0, ((usage.UncachedInput * ListInput) + (usage.Output * ListOutput)) * most / 10);
        var first = GroupOf(asked[0].Model!);
        if (first != group) Interlocked.Increment(ref _fellBack);
        if (terms[group].Tenths > terms[first].Tenths) Interlocked.Increment(ref _dearer);
        if (terms[group].Tenths > 10) Interlocked.Increment(ref _aboveList);
    }

    private static IEnumerable<Script> Schedule(Random random)
    {
        var share = random.NextDouble();
        for (var group = 0; group < Groups; group++)
        {
            if (random.NextDouble() >= share) continue;

            // A refused credential is out for minutes: now and then is enough.
            var fault = Faults[random.Next(random.Next(4) == 0 ? Faults.Length : Faults.Length - 2)];
            yield return new Script { Model = UpstreamModel(group), As = $"sim-text-n2-fault-{fault}", Times = random.Next(1, 4) };
        }
    }

    private static string Configuration(Uri simulator, Terms[] terms, int?[] ceilings, Random random)
    {
        var text = new StringBuilder(Fleet.Upstreams(simulator, Enumerable.Range(0, Groups).Select(group => ($"u{group}", Enumerable.Range(0, random.Next(1, 3)).Select(k => $"key-{k}-of-u{group}-0123456789")))));
        text.AppendLine("models: [{id: m, price: {input: 3, output: 15}}]").AppendLine("groups:");
        for (var group = 0; group < Groups; group++) text.AppendLine(CultureInfo.InvariantCulture, $"  - {{name: g{group}, {terms[group].Yaml}, deployments: [{{model: m, upstream: u{group}, upstream_model: {UpstreamModel(group)}}}]}}");
        text.AppendLine("accounts:").AppendLine("  - email: test@example.com").AppendLine("    credit: 1000000").AppendLine("    keys:");
        for (var key = 0; key < Keys; key++)
        {
            var named = Enumerable.Range(0, Groups).OrderBy(_ => random.Next()).Take(random.Next(3)).Select(g => $"g{g}, ");
            var order = random.Next(3) == 0 ? $"order: [{string.Join(", ", Enumerable.Range(0, Groups).OrderBy(_ => random.Next()).Take(random.Next(2, Groups)).Select(g => $"g{g}"))}], " : "";
            var most = ceilings[key] is { } tenths ? $"max_price_factor: {Decimal(tenths)}, " : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"      - {{name: k{key}, secret: {Secret(key)}, groups: [{string.Concat(named)}auto], auto: {{{order}{most}sticky: {(random.Next(2) == 0 ? "true" : "false")}}}}}");
        }

        return text.ToString();
    }

    private static string Secret(int key) => $"sk-test-key-{key:d2}-0123456789abcdef";

    private static string UpstreamModel(int group) => string.Create(CultureInfo.InvariantCulture, $"sim-text-n2-usage-in{1_000 + (group * 37)}-out{200 + (group * 11)}-b{group + 1}");

    private static int GroupOf(string upstreamModel) => upstreamModel[^1] - '1';

    private static string Mark(RecordedExchange exchange)
    {
        var text = Encoding.UTF8.GetString(exchange.Body.Span);
        var at = text.IndexOf("mark ", StringComparison.Ordinal);
        return at < 0 ? "" : text[at..(text.IndexOf(';', at) + 1)];
    }

    private static string Decimal(int tenths) => (tenths / 10m).ToString(CultureInfo.InvariantCulture);

    /// <summary>What a group takes: a factor on the list price, of its own or for the model, or a price of its own.</summary>
    /// <param name="Yaml">As the file says it.</param>
    /// <param name="Input">Nano-USD a token.</param>
    /// <param name="Output">Nano-USD a token.</param>
    /// <param name="Tenths">The dearest of both against the list price, in tenths of it.</param>
    private sealed record Terms(string Yaml, long Input, long Output, int Tenths)
    {
        public static Terms Draw(Random random)
        {
            var (one, other) = (random.Next(1, 41), random.Next(1, 41));
            return random.Next(3) switch
            {
                0 => new($"multiplier: {Decimal(one)}", ListInput / 10 * one, ListOutput / 10 * one, one),
                1 => new($"multiplier: {Decimal(other)}, prices: [{{model: m, multiplier: {Decimal(one)}}}]", ListInput / 10 * one, ListOutput / 10 * one, one),
                _ => new($"multiplier: {Decimal(random.Next(1, 41))}, prices: [{{model: m, price: {{input: {Decimal(3 * one)}, output: {Decimal(15 * other)}}}}}]", ListInput / 10 * one, ListOutput / 10 * other, Math.Max(one, other)),
            };
        }
    }
}
