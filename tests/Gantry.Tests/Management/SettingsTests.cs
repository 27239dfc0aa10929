using System.Text.Json;
using Gantry.Audit;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>The settings of the gateway through the API.</summary>
public sealed class SettingsTests(SettingsTests.Running running) : IClassFixture<SettingsTests.Running>
{
    private const string Password = "a-password-of-the-mail-server";

    private ManageGateway Gateway => running.Gateway;

    [Fact]
    public async Task Settings_are_changed_together_and_taken_back()
    {
        await Gateway.ExpectAsync(200, "PATCH", "settings", ManageGateway.Owner, """{"values":{"time_zone":"Europe/Berlin","pricing_public":"false"}}""");
        var shown = (await Gateway.ExpectAsync(200, "GET", "settings", ManageGateway.Admin)).GetProperty("values");
        Assert.Equal(("Europe/Berlin", "false", "false"), (Text(shown, "time_zone"), Text(shown, "pricing_public"), Text(shown, "active_probes")));
        var left = (await Gateway.ExpectAsync(200, "PATCH", "settings", ManageGateway.Owner, """{"values":{"time_zone":null,"pricing_public":null}}""")).GetProperty("values");
        Assert.False(left.TryGetProperty("time_zone", out _));
        Assert.Equal("false", Text(left, "active_probes"));
        Assert.Null((await Gateway.RowsAsync()).Setting("time_zone"));
        var log = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Action = "settings.edit", Target = "setting time_zone" }, TestContext.Current.CancellationToken);
        Assert.Equal([ManageGateway.Owner, ManageGateway.Owner], log.Select(e => e.Note.Actor));
    }

    [Fact]
    public async Task What_the_rules_refuse_is_told_by_its_names_and_nothing_is_changed()
    {
        var refused = await Gateway.ExpectAsync(422, "PATCH", "settings", ManageGateway.Owner, """{"values":{"audit_days":"many","forward_limit":"x","no_such_setting":"1","key_prefix":"ok-"}}""");
        var errors = refused.GetProperty("errors").EnumerateObject().Select(e => e.Name).ToArray();
        Assert.Equal(["values.audit_days", "values.forward_limit", "values.no_such_setting"], errors.Order(StringComparer.Ordinal));
        Assert.Null((await Gateway.RowsAsync()).Setting("key_prefix"));
        Assert.True((await Gateway.ExpectAsync(400, "PATCH", "settings", ManageGateway.Owner, """{"secrets":{"no.such":"0123456789"}}""")).GetProperty("errors").TryGetProperty("secrets.no.such", out _));
    }

    [Fact]
    public async Task Secret_is_written_and_never_read()
    {
        var set = await Gateway.ExpectAsync(
            200, "PATCH", "settings", ManageGateway.Owner, $$$"""{"values":{"smtp.host":"mail.example.com","smtp.from":"gw@example.com","smtp.user":"gw"},"secrets":{"smtp.password":"{{{Password}}}"}}""");
        Assert.Equal("", Text(set.GetProperty("secrets"), "smtp.password"));
        var row = (await Gateway.RowsAsync()).Secrets.Single(s => s.Name == "smtp.password");
        Assert.Equal(Password, row.Open(Gateway.Service<Gantry.Secrets.SecretSeal>()));

        // Another change leaves it as it is.
        await Gateway.ExpectAsync(200, "PATCH", "settings", ManageGateway.Owner, """{"values":{"smtp.user":"other"}}""");
        Assert.Equal(row.Sealed, (await Gateway.RowsAsync()).Secrets.Single(s => s.Name == "smtp.password").Sealed);
        var log = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Action = "settings.", Limit = 200 }, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(log, e => e.ToString().Contains(Password, StringComparison.Ordinal));
        var gone = await Gateway.ExpectAsync(
            200, "PATCH", "settings", ManageGateway.Owner, """{"values":{"smtp.host":null,"smtp.from":null,"smtp.user":null},"secrets":{"smtp.password":null}}""");
        Assert.False(gone.GetProperty("secrets").TryGetProperty("smtp.password", out _));
    }

    [Fact]
    public async Task S_24_Settings_are_changed_with_a_fresh_proof_and_for_the_version_that_was_seen()
    {
        Assert.Equal("step_up_required", (await Gateway.ExpectAsync(403, "PATCH", "settings", $"stale {ManageGateway.Owner}", """{"values":{}}""")).GetProperty("code").GetString());
        Assert.Equal("changed_meanwhile", (await Gateway.ExpectAsync(412, "PATCH", "settings", ManageGateway.Owner, """{"values":{}}""", ("If-Match", "\"old\""))).GetProperty("code").GetString());
    }

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await ManageGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
