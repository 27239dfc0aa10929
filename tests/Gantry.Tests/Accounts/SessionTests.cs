using Gantry.Accounts.Sessions;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Xunit;
using SameSite = Microsoft.Net.Http.Headers.SameSiteMode;

namespace Gantry.Tests.Accounts;

public sealed class SessionTests
{
    private const string Email = "ann@example.com";

    [Fact]
    public async Task S_21_Cookie_is_bound_to_the_host_and_https_and_hidden_from_scripts()
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email);
        var cookie = Assert.Single(visitor.LastCookies);
        Assert.Equal("__Host-gantry", cookie.Name.ToString());
        Assert.True(cookie.Secure);
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSite.Lax, cookie.SameSite);
        Assert.Equal("/", cookie.Path.ToString());
        Assert.False(cookie.Domain.HasValue);
        Assert.Null(cookie.MaxAge);
        Assert.Null(cookie.Expires);
        Assert.Equal(43, cookie.Value.Length);
    }

    [Theory]
    [InlineData(false, 30 * 24)]
    [InlineData(true, 12)]
    public async Task S_21_Remembered_cookie_lasts_as_long_as_its_session(bool owner, int hours)
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email, owner ? AccountRole.Owner : AccountRole.User, remember: true);
        Assert.Equal(TimeSpan.FromHours(hours), Assert.Single(visitor.LastCookies).MaxAge);
    }

    [Theory]
    [InlineData(false, 7 * 24 * 60)]
    [InlineData(true, 30)]
    public async Task S_21_Session_ends_when_it_is_not_used(bool admin, int minutes)
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email, admin ? AccountRole.Admin : AccountRole.User);
        rig.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await visitor.CurrentAsync());
        rig.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await visitor.CurrentAsync());
        rig.Time.Advance(TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(1));
        Assert.Null(await visitor.CurrentAsync());
    }

    [Theory]
    [InlineData(false, 30 * 24, 24)]
    [InlineData(true, 12, 0.4)]
    public async Task S_21_Session_ends_however_much_it_is_used(bool admin, int hours, double step)
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email, admin ? AccountRole.Admin : AccountRole.User);
        var used = TimeSpan.Zero;
        while (used + TimeSpan.FromHours(step) < TimeSpan.FromHours(hours))
        {
            rig.Time.Advance(TimeSpan.FromHours(step));
            used += TimeSpan.FromHours(step);
            Assert.NotNull(await visitor.CurrentAsync());
        }

        rig.Time.Advance(TimeSpan.FromHours(hours) - used);
        Assert.Null(await visitor.CurrentAsync());
    }

    [Fact]
    public async Task S_21_Use_within_a_minute_counts_to_the_second()
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email, AccountRole.Admin);
        rig.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.NotNull(await visitor.CurrentAsync());
        rig.Time.Advance(TimeSpan.FromMinutes(29.5));
        Assert.NotNull(await visitor.CurrentAsync());
    }

    [Fact]
    public async Task S_21_Replay_of_a_cookie_that_was_signed_out_is_nobody()
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email);
        var thief = visitor.Copy();
        Assert.NotNull(await thief.CallerAsync());
        await visitor.SignOutAsync();
        Assert.Null(visitor.Session);
        Assert.Null(await thief.CurrentAsync());
        Assert.Null(await thief.CallerAsync());
        Assert.True((await thief.SecurityAsync(s => s.EndOtherSessionsAsync(CancellationToken.None))) is { Done: false });
    }

    [Fact]
    public async Task S_21_Store_holds_no_cookie()
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email);
        await rig.Folder.Catalog.LoadAsync(CancellationToken.None);
        foreach (var path in Directory.EnumerateFiles(rig.Folder.Path, "gantry.db*"))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(visitor.Session!, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task S_22_Cookie_of_before_the_login_is_useless_after_it()
    {
        await using var rig = await SignInRig.StartAsync();
        await rig.AddAsync(Email);
        var visitor = rig.Visit();
        // What an attacker has planted.
        visitor.Session = new string('x', 43);
        var planted = visitor.Copy();
        await visitor.SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None));
        Assert.NotEqual(planted.Session, visitor.Session);
        Assert.NotNull(await visitor.CurrentAsync());
        Assert.Null(await planted.CurrentAsync());
    }

    [Fact]
    public async Task S_22_Every_step_has_a_cookie_of_its_own_and_the_one_before_is_nobody()
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email);
        var afterPassword = visitor.Copy();
        var (key, _) = await rig.AddTotpAsync(visitor);
        var afterFactor = visitor.Copy();
        Assert.Null(await afterPassword.CurrentAsync());

        rig.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(SignInKind.Done, (await visitor.SecurityAsync(s => s.ProveAsync(null, rig.Code(key), null, CancellationToken.None))).Kind);
        var afterProof = visitor.Copy();
        Assert.Null(await afterFactor.CurrentAsync());

        Assert.True((await visitor.SecurityAsync(s => s.ChangePasswordAsync(SignInRig.Password, SignInRig.Other, false, CancellationToken.None))).Done);
        Assert.Null(await afterProof.CurrentAsync());
        Assert.NotNull(await visitor.CurrentAsync());

        var second = rig.Visit();
        Assert.Equal(SignInKind.NeedsFactor, (await second.SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Other, false, CancellationToken.None))).Kind);
        var pending = second.Copy();
        Assert.Null(await second.CurrentAsync());
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(SignInKind.Done, (await second.SignInAsync(s => s.WithCodeAsync(rig.Code(key), CancellationToken.None))).Kind);
        Assert.NotNull(await second.CurrentAsync());
        Assert.Null(await pending.CurrentAsync());
        Assert.Equal(SignInKind.Gone, (await pending.SignInAsync(s => s.WithCodeAsync(rig.Code(key, 1), CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task S_22_Other_role_ends_the_session_and_so_does_another_sign_in_of_the_browser()
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email);
        var former = visitor.Copy();
        await visitor.SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None));
        Assert.Null(await former.CurrentAsync());
        Assert.NotNull(await visitor.CurrentAsync());

        await rig.EditAsync(Email, row => row with { Role = AccountRole.Admin });
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await visitor.CurrentAsync());
        // A role that comes back brings no session back.
        await rig.EditAsync(Email, row => row with { Role = AccountRole.User });
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await visitor.CurrentAsync());
    }

    [Fact]
    public async Task S_22_Password_change_ends_the_others_where_it_is_asked_to()
    {
        await using var rig = await SignInRig.StartAsync();
        var first = await rig.SignedInAsync(Email);
        var second = rig.Visit("203.0.113.8");
        await second.SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None));
        Assert.True((await first.SecurityAsync(s => s.ChangePasswordAsync(SignInRig.Password, SignInRig.Other, false, CancellationToken.None))).Done);
        Assert.NotNull(await second.CurrentAsync());
        Assert.True((await first.SecurityAsync(s => s.ChangePasswordAsync(SignInRig.Other, SignInRig.Password, true, CancellationToken.None))).Done);
        Assert.Null(await second.CurrentAsync());
        Assert.NotNull(await first.CurrentAsync());
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_by_one()
    {
        await using var rig = await SignInRig.StartAsync();
        var first = await rig.SignedInAsync(Email);
        var stranger = await rig.SignedInAsync("bob@example.com");
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        var second = rig.Visit("203.0.113.8");
        await second.SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None));
        var sessions = (await first.SecurityAsync(s => s.StateAsync(CancellationToken.None))).Sessions;
        Assert.Equal(["203.0.113.7", "203.0.113.8"], sessions.Select(s => s.Address).Order());
        Assert.All(sessions, s => Assert.Equal("Browser/1.0 (a test)", s.Browser));
        var other = Assert.Single(sessions, s => !s.Current);
        Assert.Equal("203.0.113.8", other.Address);
        Assert.False((await stranger.SecurityAsync(s => s.EndSessionAsync(other.Id, CancellationToken.None))).Done);
        Assert.NotNull(await second.CurrentAsync());
        Assert.True((await first.SecurityAsync(s => s.EndSessionAsync(other.Id, CancellationToken.None))).Done);
        Assert.Null(await second.CurrentAsync());
    }

    [Fact]
    public async Task What_another_process_ends_is_over_within_five_seconds()
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email);
        var account = (await visitor.CurrentAsync())!.AccountId;
        // Not by way of this process's own memory.
        await rig.Folder.Sessions.EndOthersAsync(account, kept: null, CancellationToken.None);
        Assert.NotNull(await visitor.CurrentAsync());
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await visitor.CurrentAsync());
        Assert.True(SessionDesk.Fresh < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Disabled_account_has_no_session_and_gets_none()
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email);
        await rig.EditAsync(Email, row => row with { DisabledBy = ManagedBy.Hand });
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await visitor.CurrentAsync());
        Assert.Equal(SignInKind.Refused, (await rig.Visit().SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None))).Kind);
        await rig.EditAsync(Email, row => row with { DisabledBy = null });
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await visitor.CurrentAsync());
    }

    [Fact]
    public async Task Caller_of_a_session_says_who_calls()
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email, AccountRole.Admin);
        var caller = (await visitor.CallerAsync())!;
        Assert.Equal((Email, AccountRole.Admin, true, null), (caller.Email, caller.Role, caller.MustAddFactor, caller.TokenId));
        Assert.Equal(rig.Time.GetUtcNow(), caller.ProvedAt);
        Assert.NotNull(caller.SessionId);
        Assert.Null(await rig.Visit().CallerAsync());
    }

    [Theory]
    [InlineData("203.0.113.7", false, false)]
    [InlineData("203.0.113.7", true, true)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    public async Task Signing_in_without_https_works_at_the_machine_alone_and_says_so(string address, bool https, bool works)
    {
        await using var rig = await SignInRig.StartAsync();
        await rig.AddAsync(Email);
        var visitor = rig.Visit(address, https);
        var step = await visitor.SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None));
        Assert.Equal(works ? SignInKind.Done : SignInKind.Refused, step.Kind);
        if (works) return;
        Assert.Contains("https", step.Message, StringComparison.Ordinal);
        Assert.Empty(visitor.LastCookies);
    }
}
