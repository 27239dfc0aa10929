using System.Text.Json;
using Gantry.Audit;
using Gantry.Contracts.Manage.Simulators;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Faults are ordered at simulators, at nobody else, and by nobody but those who run the gateway.</summary>
public sealed class SimulatorTests
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"hello"}]}""";

    [Fact]
    public async Task Fault_is_armed_meets_its_requests_and_is_taken_back()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var simulator = Assert.Single((await gateway.ExpectAsync(200, "GET", "simulators", ManageGateway.Admin)).GetProperty("data").EnumerateArray());
        Assert.Equal(("sim", "all", "m"), (simulator.GetProperty("name").GetString(), simulator.GetProperty("models")[0].GetProperty("group").GetString(), simulator.GetProperty("models")[0].GetProperty("upstream_model").GetString()));
        var armed = Assert.Single((await gateway.ExpectAsync(200, "POST", "simulators/sim/faults", ManageGateway.Admin, """{"fault":"rate_limited","model":"m","count":2,"retry_after":7}""")).GetProperty("armed").EnumerateArray());
        Assert.Equal(("rate_limited", "m", 2, "7"), (armed.GetProperty("fault").GetString(), armed.GetProperty("model").GetString(), armed.GetProperty("left").GetInt32(), armed.GetProperty("retry_after").GetString()));

        // One that is for another model does not meet it.
        await gateway.ExpectAsync(200, "POST", "simulators/sim/faults", ManageGateway.Owner, """{"fault":"server_error","model":"n"}""");
        var secret = (await gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"k","groups":["all"]}""")).GetProperty("secret").GetString()!;
        await ManageGateway.UntilAsync(async () =>
        {
            using var answer = await gateway.Gateway.SendAsync(HttpMethod.Get, "/v1/models", null, ("authorization", $"Bearer {secret}"));
            return answer.IsSuccessStatusCode;
        });
        using (var answer = await gateway.Gateway.PostAsync("/v1/chat/completions", Body, ("authorization", $"Bearer {secret}"))) Assert.Equal(429, (int)answer.StatusCode);
        var left = (await gateway.ExpectAsync(200, "GET", "simulators/sim", ManageGateway.Admin)).GetProperty("armed").EnumerateArray().Select(one => one.GetProperty("left").GetInt32());
        Assert.Equal([1, 1], left);
        await gateway.ExpectAsync(204, "DELETE", "simulators/sim/faults", ManageGateway.Admin);
        Assert.Equal(0, (await gateway.ExpectAsync(200, "GET", "simulators/sim", ManageGateway.Admin)).GetProperty("armed").GetArrayLength());

        var log = await gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Action = "simulator." }, TestContext.Current.CancellationToken);
        Assert.Equal([("simulator.clear", ManageGateway.Admin), ("simulator.arm", ManageGateway.Owner), ("simulator.arm", ManageGateway.Admin)], log.Select(entry => (entry.Note.Action, entry.Note.Actor)));
        Assert.Equal(("upstream sim", """{"fault":"rate_limited","model":"m","count":2,"retry_after":7}"""), (log[2].Change.Target, log[2].Change.After));
    }

    [Fact]
    public async Task Every_fault_is_one_that_the_simulator_knows()
    {
        await using var gateway = await ManageGateway.StartAsync();
        JsonElement state = default;
        foreach (var fault in FaultNames.All) state = await gateway.ExpectAsync(200, "POST", "simulators/sim/faults", ManageGateway.Admin, $$"""{"fault":"{{fault}}"}""");
        Assert.Equal(FaultNames.All, state.GetProperty("armed").EnumerateArray().Select(one => one.GetProperty("fault").GetString()));
        Assert.Equal(15, gateway.Gateway.Simulator.Scripts.Pending);

        // What others have sent is shown as it is.
        await gateway.ExpectAsync(204, "DELETE", "simulators/sim/faults", ManageGateway.Admin);
        gateway.Gateway.Simulator.Scripts.Enqueue(new Gantry.Simulator.Scripts.Script { As = "sim-text-n3", Times = 4 });
        var foreign = Assert.Single((await gateway.ExpectAsync(200, "GET", "simulators/sim", ManageGateway.Admin)).GetProperty("armed").EnumerateArray());
        Assert.Equal((null, "sim-text-n3", 4), (foreign.GetProperty("fault").GetString(), foreign.GetProperty("scenario").GetString(), foreign.GetProperty("left").GetInt32()));
    }

    [Fact]
    public async Task What_is_no_simulator_is_not_asked_and_what_means_nothing_is_not_sent()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var address = gateway.Gateway.Simulator.BaseUrl;
        // The same server, as an upstream of another kind: it would answer, and nobody asks.
        await gateway.ExpectAsync(201, "POST", "upstreams", ManageGateway.Owner, $$"""{"name":"other","provider":"openai-compatible","base_url":"{{address}}","allow_private_network":true,"api_keys":["k-0123456789"]}""");
        foreach (var (method, path) in ((string, string)[])[("GET", "simulators/other"), ("POST", "simulators/other/faults"), ("DELETE", "simulators/other/faults")])
            await gateway.ExpectAsync(404, method, path, ManageGateway.Owner, method == "POST" ? """{"fault":"reset"}""" : null);
        Assert.DoesNotContain((await gateway.ExpectAsync(200, "GET", "simulators", ManageGateway.Owner)).GetProperty("data").EnumerateArray(), one => one.GetProperty("name").GetString() == "other");

        foreach (var (body, field) in ((string, string)[])[("""{"fault":"flood"}""", "fault"), ("""{"fault":"reset","count":0}""", "count"), ("""{"fault":"reset","count":1001}""", "count"), ("""{"fault":"reset","retry_after":1}""", "retry_after"), ("""{"fault":"overloaded","retry_after":3601}""", "retry_after"), ("""{"fault":"reset","model":""}""", "model")])
            Assert.True((await gateway.ExpectAsync(400, "POST", "simulators/sim/faults", ManageGateway.Admin, body)).GetProperty("errors").TryGetProperty(field, out _), body);
        await gateway.ExpectAsync(403, "POST", "simulators/sim/faults", ManageGateway.User, """{"fault":"reset"}""");
        Assert.Equal(0, gateway.Gateway.Simulator.Scripts.Pending);

        // Nobody listens there.
        await gateway.ExpectAsync(201, "POST", "upstreams", ManageGateway.Owner, """{"name":"gone","provider":"simulator","base_url":"http://127.0.0.1:9","allow_private_network":true,"api_keys":["k-0123456789"]}""");
        Assert.Equal("simulator_unreachable", (await gateway.ExpectAsync(409, "GET", "simulators/gone", ManageGateway.Admin)).GetProperty("code").GetString());
    }
}
