using System.Net;
using Gantry.Accounts.SignIn;
using Gantry.Hosting;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Accounts;

public sealed class SetupGatewayTests
{
    [Fact]
    public async Task S_1_Fresh_gateway_answers_503_on_console_and_management_and_serves_clients_who_have_a_key()
    {
        await using var gateway = await TestGateway.StartAsync("sim-text-n2");
        var cancellation = TestContext.Current.CancellationToken;
        foreach (var path in (string[])["/console", "/console/token", "/api/manage/keys", "/openapi/manage.json"])
        {
            using var locked = await gateway.Http.GetAsync(path, cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, locked.StatusCode);
            Assert.Equal(path.StartsWith("/console", StringComparison.Ordinal) ? "text/html" : "application/problem+json", locked.Content.Headers.ContentType!.MediaType);
            var text = await locked.Content.ReadAsStringAsync(cancellation);
            Assert.Contains("/setup", text, StringComparison.Ordinal);
            Assert.DoesNotContain(gateway.Host.SetupToken!, text, StringComparison.Ordinal);
        }

        Assert.Equal("ok", await gateway.Http.GetStringAsync(new Uri("/healthz", UriKind.Relative), cancellation));
        using var setup = await gateway.Http.GetAsync("/setup", cancellation);
        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, setup.StatusCode);
        using var served = await gateway.PostAsync("/v1/chat/completions", """{"model":"sim-text-n2","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);

        await using var scope = gateway.Host.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<SetupDesk>();
        var visitor = new Visitor(gateway.Host.Services, IPAddress.Loopback, https: false);
        await visitor.SignInAsync(s => s.SetUpAsync(gateway.Host.SetupToken!, "owner@example.com", SignInRig.Password, cancellation));
        Assert.True(await desk.IsDoneAsync(cancellation));
        using var open = await gateway.Http.GetAsync("/console", cancellation);
        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, open.StatusCode);
    }

    [Fact]
    public async Task S_1_Token_is_told_to_a_terminal_alone()
    {
        await using var gateway = await TestGateway.StartAsync("sim-text-n2");
        var (terminal, file) = (new StringWriter(), new StringWriter());
        StartupReport.Write(terminal, gateway.Host, terminal: true);
        StartupReport.Write(file, gateway.Host, terminal: false);
        Assert.Contains(gateway.Host.SetupToken!, terminal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Host.SetupToken!, file.ToString(), StringComparison.Ordinal);
        Assert.Contains(SetupDesk.FileName, file.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S_1_Output_of_the_server_does_not_hold_the_token()
    {
        using var folder = new TempFolder();
        var data = folder.File("data");
        await using var server = await GantryProcess.ServeAsync(data, config: null, environment: new Dictionary<string, string> { ["GANTRY_LOG"] = "json" });
        var token = (await File.ReadAllTextAsync(Path.Combine(data, SetupDesk.FileName), TestContext.Current.CancellationToken)).Trim();
        Assert.Equal(43, token.Length);
        Assert.DoesNotContain(token, server.Output, StringComparison.Ordinal);
    }
}
