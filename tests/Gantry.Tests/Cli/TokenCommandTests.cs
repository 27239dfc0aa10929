using System.Text.Json;
using Gantry.Catalog.Declared;
using Gantry.Cli;
using Gantry.Hosting;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Cli;

/// <summary><c>gantry token</c>: the way in of an installation without a browser.</summary>
public sealed class TokenCommandTests
{
    [Fact]
    public async Task Token_of_the_command_line_opens_the_API_until_it_is_revoked()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var host = await GatewayHost.StartAsync(
            new HostingOptions
            {
                Urls = "http://127.0.0.1:0",
                DataFolder = folder.Path,
                Declared = CatalogFile.Parse("accounts:\n  - {email: root@example.com, role: owner}\n", "test.yaml", _ => null),
                Environment = _ => null,
            },
            cancellation);
#pragma warning disable RS0030 // The test plays the client.
        using var http = new HttpClient { BaseAddress = host.Address };
#pragma warning restore RS0030

        var (code, text) = await RunAsync("token", "create", "root@example.com", "--scope", "catalog:read", "accounts:read", "--json", "--data", folder.Path);
        Assert.Equal(ExitCodes.Done, code);
        var made = JsonDocument.Parse(text).RootElement;
        http.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("secret").GetString());
        Assert.Equal(200, (int)(await http.GetAsync("/api/manage/accounts", cancellation)).StatusCode);
        Assert.Equal(403, (int)(await http.GetAsync("/api/manage/keys", cancellation)).StatusCode);

        (code, text) = await RunAsync("token", "list", "--data", folder.Path);
        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("catalog:read", text, StringComparison.Ordinal);
        Assert.DoesNotContain(made.GetProperty("secret").GetString()!, text, StringComparison.Ordinal);

        (code, _) = await RunAsync("token", "revoke", made.GetProperty("id").GetString()!, "--data", folder.Path);
        Assert.Equal(ExitCodes.Done, code);
        Assert.Equal(401, (int)(await http.GetAsync("/api/manage/accounts", cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("nobody@example.com", "catalog:read")]
    [InlineData("root@example.com", "catalog:everything")]
    public async Task Token_that_cannot_be_made_is_wrong_usage(string email, string scope)
    {
        using var folder = new TempFolder();
        var file = folder.File("gantry.yaml");
        await File.WriteAllTextAsync(file, "accounts:\n  - {email: root@example.com, role: owner}\n", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Done, (await RunAsync("apply", "-f", file, "--data", folder.Path)).Code);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("token", "create", email, "--scope", scope, "--data", folder.Path)).Code);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await GantryCommand.RunAsync(args, output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
