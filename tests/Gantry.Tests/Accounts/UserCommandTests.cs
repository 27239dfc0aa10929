using System.Text.Json;
using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Cli;
using Gantry.Contracts.SignIn;
using Xunit;

namespace Gantry.Tests.Accounts;

public sealed class UserCommandTests
{
    private const string Email = "ann@example.com";

    [Fact]
    public async Task Added_account_sets_its_first_password_by_the_token_and_the_second_use_is_gone()
    {
        await using var rig = await SignInRig.StartAsync();
        var token = await rig.Users.AddAsync(" Ann@Example.com", AccountRole.User, AuditNote.OfCommand("account.create"), CancellationToken.None);
        var visitor = rig.Visit();
        var weak = await visitor.SignInAsync(s => s.NewPasswordAsync(token, "short", CancellationToken.None));
        Assert.Equal((SignInKind.Refused, "password"), (weak.Kind, weak.Field));
        Assert.Equal(SignInKind.Done, (await visitor.SignInAsync(s => s.NewPasswordAsync(token, SignInRig.Password, CancellationToken.None))).Kind);
        Assert.Equal(Email, (await visitor.CurrentAsync())!.Email);
        Assert.Equal(SignInKind.Gone, (await rig.Visit().SignInAsync(s => s.NewPasswordAsync(token, SignInRig.Other, CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Refused, (await rig.Visit().SignInAsync(s => s.NewPasswordAsync(new string('A', 43), SignInRig.Other, CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task Token_for_a_password_expires_and_a_setup_token_is_none()
    {
        await using var rig = await SignInRig.StartAsync();
        var token = await rig.Users.AddAsync(Email, AccountRole.User, AuditNote.OfCommand("account.create"), CancellationToken.None);
        var setup = (await rig.Setup.OpenAsync(CancellationToken.None))!;
        Assert.Equal(SignInKind.Refused, (await rig.Visit().SignInAsync(s => s.NewPasswordAsync(setup, SignInRig.Password, CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Refused, (await rig.Visit().SignInAsync(s => s.SetUpAsync(token, "o@example.com", SignInRig.Password, CancellationToken.None))).Kind);
        rig.Time.Advance(OneTimeTokens.PasswordLife);
        Assert.Equal(SignInKind.Gone, (await rig.Visit().SignInAsync(s => s.NewPasswordAsync(token, SignInRig.Password, CancellationToken.None))).Kind);
    }

    [Theory]
    [InlineData(false, SignInKind.NeedsFactor)]
    [InlineData(true, SignInKind.Done)]
    public async Task Reset_ends_password_and_sessions_and_with_factors_the_factors(bool factors, SignInKind after)
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email);
        await rig.AddTotpAsync(visitor);
        var first = await rig.Users.ResetAsync(Email, factors, AuditNote.OfCommand("account.reset"), CancellationToken.None);
        var token = await rig.Users.ResetAsync(Email, factors, AuditNote.OfCommand("account.reset"), CancellationToken.None);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await visitor.CurrentAsync());
        Assert.Equal(SignInKind.Refused, (await rig.Visit().SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None))).Kind);
        Assert.NotEqual(SignInKind.Done, (await rig.Visit().SignInAsync(s => s.NewPasswordAsync(first, SignInRig.Other, CancellationToken.None))).Kind);
        Assert.Equal(after, (await rig.Visit().SignInAsync(s => s.NewPasswordAsync(token, SignInRig.Other, CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task Commands_work_beside_each_other_and_leave_a_trace()
    {
        await using var rig = await SignInRig.StartAsync();
        var data = rig.Folder.Path;
        var added = await RunAsync("user", "add", Email, "--role", "admin", "--data", data);
        Assert.Equal(ExitCodes.Done, added.Code);
        Assert.Matches("/new-password\\?token=[\\w-]{43}\n", added.Output);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("user", "add", Email, "--data", data)).Code);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("user", "add", "nobody", "--data", data)).Code);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("user", "add", "x@example.com", "--role", "root", "--data", data)).Code);

        var listed = await RunAsync("user", "list", "--data", data);
        Assert.Contains($"{Email}  admin  cannot sign in", listed.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await RunAsync("user", "list", "--json", "--data", data)).Output).RootElement[0];
        Assert.Equal((Email, "admin", false), (json.GetProperty("email").GetString(), json.GetProperty("role").GetString(), json.GetProperty("password").GetBoolean()));

        var reset = await RunAsync("user", "reset", Email, "--factors", "--json", "--data", data);
        Assert.Equal(43, JsonDocument.Parse(reset.Output).RootElement.GetProperty("token").GetString()!.Length);
        var unknown = await RunAsync("user", "reset", "anne@example.com", "--data", data);
        Assert.Equal(ExitCodes.WrongUsage, unknown.Code);
        Assert.Contains(Email, unknown.Error, StringComparison.Ordinal);

        var setup = await RunAsync("setup-token", "--data", data);
        Assert.Equal(File.ReadAllText(rig.Setup.Path), setup.Output);
        var actions = (await rig.Folder.Audit.ReadAsync(new AuditQuery { Actor = AuditNote.CommandLine }, CancellationToken.None)).Select(e => e.Note.Action);
        Assert.Equal(["setup_token.create", "account.reset", "account.create"], actions);
        var check = await rig.Folder.Audit.VerifyAsync(CancellationToken.None);
        Assert.Equal((3L, null), (check.Rows, check.BrokenAt));

        await rig.AddAsync("owner@example.com", AccountRole.Owner);
        Assert.Equal(ExitCodes.CheckFailed, (await RunAsync("setup-token", "--data", data)).Code);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await GantryCommand.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
