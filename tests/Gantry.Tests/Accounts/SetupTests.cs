using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Xunit;

namespace Gantry.Tests.Accounts;

public sealed class SetupTests
{
    private const string Owner = "owner@example.com";

    [Fact]
    public async Task S_1_No_common_login_succeeds_on_a_fresh_gateway()
    {
        await using var rig = await SignInRig.StartAsync();
        (string Email, string Password)[] common =
        [
            ("root", "123456"), ("admin", "admin"), ("root", "root"), ("admin", "123456"), ("admin", "password"), ("root", "password"), ("root", "toor"),
            ("admin", "admin123"), ("admin", "12345678"), ("administrator", "administrator"), ("user", "user"), ("guest", "guest"), ("test", "test"),
            ("admin@example.com", "admin"), ("root@localhost", "123456"), ("owner", "owner"), ("gantry", "gantry"), ("demo", "demo"), ("admin", ""), ("", ""),
        ];
        Assert.Equal(20, common.Length);
        foreach (var (email, password) in common)
        {
            var visitor = rig.Visit();
            Assert.Equal(SignInKind.Refused, (await visitor.SignInAsync(s => s.WithPasswordAsync(email, password, false, CancellationToken.None))).Kind);
            Assert.Null(await visitor.CurrentAsync());
            rig.Time.Advance(TryLimit.Window);
        }
    }

    [Fact]
    public async Task S_1_Token_makes_one_owner_and_is_gone_the_second_time()
    {
        await using var rig = await SignInRig.StartAsync();
        var token = (await rig.Setup.OpenAsync(CancellationToken.None))!;
        Assert.Equal(43, token.Length);
        Assert.False(await rig.Visit().SignInAsync(s => s.IsSetUpAsync(CancellationToken.None)));
        var visitor = rig.Visit();
        var step = await visitor.SignInAsync(s => s.SetUpAsync(token, " Owner@Example.com ", SignInRig.Password, CancellationToken.None));
        Assert.Equal(SignInKind.MustAddFactor, step.Kind);
        Assert.True(await visitor.SignInAsync(s => s.IsSetUpAsync(CancellationToken.None)));
        var current = (await visitor.CurrentAsync())!;
        Assert.Equal((Owner, "owner", true), (current.Email, current.Role, current.MustAddFactor));
        Assert.False(File.Exists(rig.Setup.Path));

        var second = await rig.Visit().SignInAsync(s => s.SetUpAsync(token, "other@example.com", SignInRig.Other, CancellationToken.None));
        Assert.Equal(SignInKind.Gone, second.Kind);
        Assert.Single((await rig.Folder.Catalog.LoadAsync(CancellationToken.None)).Accounts);
        var log = await rig.Folder.Audit.ReadAsync(new AuditQuery { Action = "setup" }, CancellationToken.None);
        Assert.Equal(2, log.Count);
        Assert.All(log, entry => Assert.Equal("203.0.113.7", entry.Note.Address));
        Assert.DoesNotContain(log, entry => $"{entry}".Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_1_Two_who_use_the_token_at_once_make_one_owner()
    {
        await using var rig = await SignInRig.StartAsync();
        var token = (await rig.Setup.OpenAsync(CancellationToken.None))!;
        var steps = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            rig.Visit().SignInAsync(s => s.SetUpAsync(token, $"o{i}@example.com", SignInRig.Password, CancellationToken.None))));
        Assert.Single(steps, step => step.Kind == SignInKind.MustAddFactor);
        Assert.Equal(5, steps.Count(step => step.Kind == SignInKind.Gone));
        Assert.Single((await rig.Folder.Catalog.LoadAsync(CancellationToken.None)).Accounts);
    }

    [Theory]
    [InlineData(29, SignInKind.MustAddFactor)]
    [InlineData(31, SignInKind.Gone)]
    public async Task S_1_Token_works_for_half_an_hour(int minutes, SignInKind expected)
    {
        await using var rig = await SignInRig.StartAsync();
        var token = (await rig.Setup.OpenAsync(CancellationToken.None))!;
        rig.Time.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(expected, (await rig.Visit().SignInAsync(s => s.SetUpAsync(token, Owner, SignInRig.Password, CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task S_1_New_token_ends_the_one_before_and_a_made_up_one_is_refused()
    {
        await using var rig = await SignInRig.StartAsync();
        var first = (await rig.Setup.OpenAsync(CancellationToken.None))!;
        var second = (await rig.Setup.OpenAsync(CancellationToken.None))!;
        Assert.Equal(second + "\n", await File.ReadAllTextAsync(rig.Setup.Path));
        Assert.Equal(SignInKind.Gone, (await TryAsync(rig, first)).Kind);
        Assert.Equal((SignInKind.Refused, "token"), (await TryAsync(rig, new string('A', 43))) is var wrong ? (wrong.Kind, wrong.Field) : default);
        Assert.Equal(SignInKind.MustAddFactor, (await TryAsync(rig, second)).Kind);
    }

    [Fact]
    public async Task S_1_Token_is_not_guessed_for_long()
    {
        await using var rig = await SignInRig.StartAsync();
        var token = (await rig.Setup.OpenAsync(CancellationToken.None))!;
        for (var i = 0; i < TryLimit.PerAddress; i++) Assert.Equal(SignInKind.Refused, (await TryAsync(rig, $"guess-{i}")).Kind);
        Assert.Equal(SignInKind.Wait, (await TryAsync(rig, token)).Kind);
    }

    [Fact]
    public async Task S_1_Token_lies_in_a_file_that_only_its_owner_reads()
    {
        await using var rig = await SignInRig.StartAsync();
        await File.WriteAllTextAsync(rig.Setup.Path, "left over");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(rig.Setup.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var token = await rig.Setup.OpenAsync(CancellationToken.None);
        Assert.Equal(token, (await File.ReadAllTextAsync(rig.Setup.Path)).Trim());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(rig.Setup.Path));
    }

    [Fact]
    public async Task S_1_Weak_password_and_bad_address_do_not_cost_the_token()
    {
        await using var rig = await SignInRig.StartAsync();
        var token = (await rig.Setup.OpenAsync(CancellationToken.None))!;
        var weak = await rig.Visit().SignInAsync(s => s.SetUpAsync(token, Owner, "password1234", CancellationToken.None));
        Assert.Equal((SignInKind.Refused, "password"), (weak.Kind, weak.Field));
        var nobody = await rig.Visit().SignInAsync(s => s.SetUpAsync(token, "nobody", SignInRig.Password, CancellationToken.None));
        Assert.Equal((SignInKind.Refused, "email"), (nobody.Kind, nobody.Field));
        Assert.Equal(SignInKind.MustAddFactor, (await TryAsync(rig, token)).Kind);
    }

    [Fact]
    public async Task S_1_Owner_whom_the_file_made_is_adopted_with_its_id()
    {
        await using var rig = await SignInRig.StartAsync();
        var declared = await DeclareAsync(rig, Owner, AccountRole.Owner);
        var token = (await rig.Setup.OpenAsync(CancellationToken.None))!;
        var visitor = rig.Visit();
        Assert.Equal(SignInKind.MustAddFactor, (await visitor.SignInAsync(s => s.SetUpAsync(token, Owner, SignInRig.Password, CancellationToken.None))).Kind);
        Assert.Equal(declared.Id, (await visitor.CurrentAsync())!.AccountId);
        Assert.Equal(ManagedBy.File, Assert.Single((await rig.Folder.Catalog.LoadAsync(CancellationToken.None)).Accounts).ManagedBy);
    }

    [Fact]
    public async Task S_1_User_of_the_file_does_not_become_owner()
    {
        await using var rig = await SignInRig.StartAsync();
        await DeclareAsync(rig, Owner, AccountRole.User);
        var token = (await rig.Setup.OpenAsync(CancellationToken.None))!;
        var step = await TryAsync(rig, token);
        Assert.Equal((SignInKind.Refused, "email"), (step.Kind, step.Field));
        Assert.Contains("declare it as owner", step.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S_1_No_token_is_made_where_there_is_an_owner_even_after_a_reset_of_his_password()
    {
        await using var rig = await SignInRig.StartAsync();
        await rig.AddAsync(Owner, AccountRole.Owner);
        await File.WriteAllTextAsync(rig.Setup.Path, "left over");
        Assert.Null(await rig.Setup.OpenAsync(CancellationToken.None));
        Assert.False(File.Exists(rig.Setup.Path));
        await rig.Users.ResetAsync(Owner, factors: true, AuditNote.OfCommand("account.reset"), CancellationToken.None);
        Assert.Null(await rig.Setup.OpenAsync(CancellationToken.None));
    }

    [Fact]
    public async Task S_1_Disabled_owner_leaves_the_gateway_without_one()
    {
        await using var rig = await SignInRig.StartAsync();
        await rig.AddAsync(Owner, AccountRole.Owner);
        Assert.True(await rig.Setup.IsDoneAsync(CancellationToken.None));
        await rig.EditAsync(Owner, row => row with { DisabledBy = ManagedBy.Hand });
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(await rig.Setup.IsDoneAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("/api/manage", true)]
    [InlineData("/API/Manage/keys", true)]
    [InlineData("/api/manage/keys", true)]
    [InlineData("/openapi/manage.json", true)]
    [InlineData("/api/api/manage", true)]
    [InlineData("/setup", false)]
    [InlineData("/healthz", false)]
    [InlineData("/readyz", false)]
    [InlineData("/v1/messages", false)]
    [InlineData("/api/pricing", false)]
    [InlineData("/console", false)]
    [InlineData("/api/managers", false)]
    public void S_1_Gate_shuts_the_management_api_alone(string path, bool locked) =>
        Assert.Equal(locked, SetupGate.Locks(path, pathBase: "/api"));

    private static Task<SignInStep> TryAsync(SignInRig rig, string token) =>
        rig.Visit().SignInAsync(s => s.SetUpAsync(token, Owner, SignInRig.Password, CancellationToken.None));

    private static async Task<AccountRow> DeclareAsync(SignInRig rig, string email, AccountRole role)
    {
        var row = new AccountRow { Id = Guid.CreateVersion7(rig.Time.GetUtcNow()), Email = email, Role = role, CreatedAt = rig.Time.GetUtcNow(), ManagedBy = ManagedBy.File };
        await rig.Folder.Catalog.ApplyAsync(0, [new RowChange(row, null)], CancellationToken.None);
        return row;
    }
}
