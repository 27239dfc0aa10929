using System.Text.Json;
using Dapper;
using Gantry.Cli;
using Gantry.Tests.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gantry.Tests.Cli;

public sealed class AuditCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task S_42_Changes_of_the_command_line_are_listed_exported_and_proven()
    {
        await ApplyAsync("groups:\n  - {name: g}\naccounts:\n  - {email: a@b.c}");
        var made = await RunAsync("key", "create", "--account", "a@b.c", "--name", "k", "--group", "g", "--json");
        var secret = JsonDocument.Parse(made.Output).RootElement.GetProperty("secret").GetString()!;
        await RunAsync("key", "revoke", "a@b.c/k");

        var list = await RunAsync("audit", "list", "--action", "key.");
        Assert.Equal(ExitCodes.Done, list.Code);
        Assert.Contains("command line  key.revoke  key a@b.c/k", list.Output);
        Assert.DoesNotContain(secret, list.Output);
        var rows = JsonDocument.Parse((await RunAsync("audit", "list", "--limit", "2", "--json")).Output).RootElement;
        Assert.Equal(2, rows.GetArrayLength());
        Assert.Equal("key.revoke", rows[0].GetProperty("action").GetString());

        var lines = (await RunAsync("audit", "export")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1, lines.Length), lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt32()));
        Assert.Contains($"Wrote {lines.Length} rows", (await RunAsync("audit", "export", "--out", _folder.File("audit.jsonl"))).Output);
        Assert.Equal(lines, await File.ReadAllLinesAsync(_folder.File("audit.jsonl"), TestContext.Current.CancellationToken));

        var verified = await RunAsync("audit", "verify", "--json");
        var json = JsonDocument.Parse(verified.Output).RootElement;
        Assert.Equal((ExitCodes.Done, true, lines.Length), (verified.Code, json.GetProperty("ok").GetBoolean(), json.GetProperty("rows").GetInt32()));
        Assert.Equal(ExitCodes.Done, (await RunAsync("audit", "verify", "--head", json.GetProperty("head").GetString()!)).Code);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("audit", "verify", "--head", "12")).Code);

        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "gantry.db")};Pooling=False"))
            await connection.ExecuteAsync("UPDATE audit_log SET actor = 'somebody' WHERE seq = 2");
        var broken = await RunAsync("audit", "verify");
        Assert.Equal(ExitCodes.CheckFailed, broken.Code);
        Assert.StartsWith("Row 2: ", broken.Output);
    }

    [Theory]
    [InlineData("399", false)]
    [InlineData("36501", false)]
    [InlineData("long", false)]
    [InlineData("400", true)]
    public async Task S_42_Audit_log_is_kept_for_four_hundred_days_at_least(string days, bool accepted)
    {
        await File.WriteAllTextAsync(_folder.File("gantry.yaml"), $"settings:\n  audit_days: {days}", TestContext.Current.CancellationToken);
        var applied = await RunAsync("apply", "-f", _folder.File("gantry.yaml"));
        Assert.Equal(accepted ? ExitCodes.Done : ExitCodes.ConfigurationRefused, applied.Code);
        if (!accepted) Assert.Contains("audit_days must be a whole number of days from 400", applied.Error);
    }

    [Fact]
    public async Task S_11_Rotation_says_what_it_did_and_is_in_the_audit_log()
    {
        await ApplyAsync("groups:\n  - {name: g}");
        var rotated = await RunAsync("secrets", "rotate", "--json");
        var json = JsonDocument.Parse(rotated.Output).RootElement;
        Assert.Equal((ExitCodes.Done, true), (rotated.Code, json.GetProperty("finished").GetBoolean()));
        Assert.Equal(1, json.GetProperty("rewrapped").GetProperty("secret_checks.value").GetInt32());
        Assert.Contains($"master key {json.GetProperty("key_id").GetString()}", (await RunAsync("audit", "list")).Output);
    }

    private async Task ApplyAsync(string file)
    {
        await File.WriteAllTextAsync(_folder.File("gantry.yaml"), file);
        Assert.Equal(ExitCodes.Done, (await RunAsync("apply", "-f", _folder.File("gantry.yaml"))).Code);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = await GantryCommand.RunAsync([.. args, "--data", Data], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
