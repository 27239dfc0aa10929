using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Catalog;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage.SignIn;

/// <summary>What every database must do for sign-in. A class per engine derives from it.</summary>
public abstract class SignInStoreSuite : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.Parse("01980000-0000-7000-8000-00000000000a");
    private static readonly Guid Bob = Guid.Parse("01980000-0000-7000-8000-00000000000b");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FixedTime _time = new();
    private IDatabase _database = null!;

    private SignInStore SignIns => new(_database);

    private PasskeyStore Passkeys => new(_database);

    private SessionStore Sessions => new(_database);

    private TryStore Tries => new(_database, _time);

    private TokenStore Tokens => new(_database, _time);

    private protected abstract Task<IDatabase> OpenAsync();

    public async ValueTask InitializeAsync()
    {
        _database = await OpenAsync();
        AccountRow[] rows = [Account(Ann, "ann@example.com", AccountRole.Owner), Account(Bob, "bob@example.com", AccountRole.User)];
        await new CatalogStore(_database, Sample.Chain, _time).ApplyAsync(0, [.. rows.Select(row => new RowChange(row, null))], None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Account_without_sign_in_data_is_found_and_cannot_sign_in()
    {
        var user = (await SignIns.FindAsync("ann@example.com", None))!;
        Assert.Equal((Ann, AccountRole.Owner, false, null, null), (user.Id, user.Role, user.Disabled, user.PasswordHash, user.TotpKey));
        Assert.False(user.CanSignIn);
        Assert.False(await SignIns.HasOwnerAsync(None));
        Assert.Null(await SignIns.FindAsync("nobody@example.com", None));
        Assert.Equal(["ann@example.com", "bob@example.com"], (await SignIns.ListAsync(None)).Select(u => u.Email));
    }

    [Fact]
    public async Task Password_is_written_over_the_stamp_that_was_read_alone()
    {
        var (first, second) = ((await SignIns.FindAsync(Ann, None))!, (await SignIns.FindAsync(Ann, None))!);
        (first.PasswordHash, first.Stamp) = ("one", "s1");
        (second.PasswordHash, second.Stamp) = ("two", "s2");
        Assert.True(await SignIns.SavePasswordAsync(first, None));
        Assert.False(await SignIns.SavePasswordAsync(second, None));
        var third = (await SignIns.FindAsync(Ann, None))!;
        Assert.Equal(("one", "s1"), (third.PasswordHash, third.Stamp));
        (third.PasswordHash, third.Stamp) = ("three", "s3");
        Assert.True(await SignIns.SavePasswordAsync(third, None));
        first.StoredStamp = "s1";
        Assert.False(await SignIns.SavePasswordAsync(first, None));
        Assert.Equal("three", (await SignIns.FindAsync(Ann, None))!.PasswordHash);
        Assert.True(await SignIns.HasOwnerAsync(None));
    }

    [Fact]
    public async Task Step_of_an_authenticator_is_taken_once_and_only_forward()
    {
        await SignIns.SetTotpAsync(Ann, [1, 2, 3], 100, None);
        Assert.Equal([1, 2, 3], (await SignIns.FindAsync(Ann, None))!.TotpKey);
        Assert.False(await SignIns.UseTotpStepAsync(Ann, 100, None));
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SignIns.UseTotpStepAsync(Ann, 101, None)));
        Assert.Single(taken, one => one);
        Assert.False(await SignIns.UseTotpStepAsync(Ann, 99, None));
        Assert.False(await SignIns.UseTotpStepAsync(Bob, 101, None));
        await SignIns.SetTotpAsync(Ann, null, null, None);
        Assert.False(await SignIns.UseTotpStepAsync(Ann, 102, None));
    }

    [Fact]
    public async Task Recovery_code_is_taken_once_by_its_account()
    {
        await SignIns.ReplaceRecoveryCodesAsync(Ann, ["a", "b"], None);
        Assert.False(await SignIns.UseRecoveryCodeAsync(Bob, "a", None));
        Assert.True(await SignIns.UseRecoveryCodeAsync(Ann, "a", None));
        Assert.False(await SignIns.UseRecoveryCodeAsync(Ann, "a", None));
        Assert.Equal(1, (await SignIns.FindAsync(Ann, None))!.RecoveryCodes);
        await SignIns.ReplaceRecoveryCodesAsync(Ann, ["c"], None);
        Assert.False(await SignIns.UseRecoveryCodeAsync(Ann, "b", None));
    }

    [Fact]
    public async Task Passkey_keeps_every_member_and_belongs_to_one_account()
    {
        var passkey = new PasskeyRow
        {
            CredentialId = "AQID", AccountId = Ann, Name = "Läptop", PublicKey = [9, 8, 7], SignCount = uint.MaxValue, Transports = ["usb", "nfc"],
            BackupEligible = true, BackedUp = true, CreatedAt = _time.Now, LastUsedAt = _time.Now.AddMinutes(1),
        };
        Assert.True(await Passkeys.AddAsync(passkey, None));
        Assert.False(await Passkeys.AddAsync(passkey with { AccountId = Bob }, None));
        var stored = (await Passkeys.FindAsync("AQID", None))!;
        Assert.Equal(passkey.PublicKey, stored.PublicKey);
        Assert.Equal(passkey.Transports, stored.Transports);
        Assert.Equal(passkey with { PublicKey = stored.PublicKey, Transports = stored.Transports }, stored);
        Assert.False(await Passkeys.UseAsync(passkey with { AccountId = Bob }, None));
        Assert.True(await Passkeys.UseAsync(passkey with { SignCount = 5, BackedUp = false, LastUsedAt = _time.Now.AddDays(1) }, None));
        stored = Assert.Single(await Passkeys.ListAsync(Ann, None));
        Assert.Equal((5u, false, _time.Now.AddDays(1)), (stored.SignCount, stored.BackedUp, stored.LastUsedAt));
        Assert.Equal(1, (await SignIns.FindAsync(Ann, None))!.Passkeys);
        Assert.False(await Passkeys.RemoveAsync(Bob, "AQID", None));
        Assert.True(await Passkeys.RemoveAsync(Ann, "AQID", None));
        Assert.Null(await Passkeys.FindAsync("AQID", None));
    }

    [Fact]
    public async Task Session_keeps_every_member_and_tells_what_its_account_is()
    {
        var session = Session(Ann, "h1") with { Remember = true, TotpDraft = [4, 5] };
        await Sessions.AddAsync(session, None);
        var look = (await Sessions.FindAsync("h1", None))!;
        Assert.Equal(session.TotpDraft, look.Row.TotpDraft);
        Assert.Equal(session with { TotpDraft = look.Row.TotpDraft }, look.Row);
        Assert.Equal(("ann@example.com", AccountRole.Owner, false, false), (look.Email, look.Role, look.Disabled, look.HasFactor));
        await SignIns.SetTotpAsync(Ann, [1], null, None);
        Assert.True((await Sessions.FindAsync("h1", None))!.HasFactor);

        await Sessions.SeenAsync(session.Id, _time.Now.AddMinutes(1), "::1", None);
        await Sessions.SeenAsync(session.Id, _time.Now, "::2", None);
        await Sessions.DraftTotpAsync(session.Id, null, None);
        var row = (await Sessions.FindAsync("h1", None))!.Row;
        Assert.Equal((_time.Now.AddMinutes(1), "::1", null), (row.SeenAt, row.Address, row.TotpDraft));
    }

    [Fact]
    public async Task Session_is_renewed_once_and_ended_by_its_account_alone()
    {
        var (mine, other, theirs) = (Session(Ann, "h1"), Session(Ann, "h2"), Session(Bob, "h3"));
        foreach (var session in (SessionRow[])[mine, other, theirs]) await Sessions.AddAsync(session, None);
        Assert.True(await Sessions.RenewAsync("h1", "h4", _time.Now.AddHours(1), None));
        Assert.False(await Sessions.RenewAsync("h1", "h5", _time.Now, None));
        Assert.Null(await Sessions.FindAsync("h1", None));
        Assert.Equal(_time.Now.AddHours(1), (await Sessions.FindAsync("h4", None))!.Row.ProvedAt);
        Assert.False(await Sessions.EndAsync(Bob, mine.Id, None));
        await Sessions.EndOthersAsync(Ann, mine.Id, None);
        Assert.Equal(mine.Id, Assert.Single(await Sessions.ListAsync(Ann, None)).Id);
        Assert.True(await Sessions.EndAsync(Ann, mine.Id, None));
        Assert.Empty(await Sessions.ListAsync(Ann, None));
        Assert.NotNull(await Sessions.FindAsync("h3", None));
    }

    [Fact]
    public async Task Sessions_that_are_over_go_when_another_begins_and_those_of_a_changed_account_with_the_change()
    {
        await Sessions.AddAsync(Session(Ann, "h1"), None);
        await Sessions.AddAsync(Session(Bob, "h2") with { BeganAt = _time.Now.AddDays(1), ExpiresAt = _time.Now.AddDays(2) }, None);
        Assert.Null(await Sessions.FindAsync("h1", None));
        await Sessions.AddAsync(Session(Ann, "h3"), None);
        var catalog = new CatalogStore(_database, Sample.Chain, _time);
        await catalog.ApplyAsync(1, [new RowChange(Account(Ann, "ann@example.com", AccountRole.Owner), null), new RowChange(Account(Bob, "bob@example.com", AccountRole.User), null)], None);
        Assert.NotNull(await Sessions.FindAsync("h3", None));
        await catalog.ApplyAsync(2, [new RowChange(Account(Ann, "ann@example.com", AccountRole.Admin), null)], None);
        Assert.Null(await Sessions.FindAsync("h3", None));
        await catalog.ApplyAsync(3, [new RowChange(Account(Bob, "bob@example.com", AccountRole.User) with { DisabledBy = ManagedBy.Hand }, null)], None);
        Assert.Null(await Sessions.FindAsync("h2", None));
    }

    [Fact]
    public async Task Tries_are_counted_per_subject_and_grow_old()
    {
        var window = TimeSpan.FromMinutes(15);
        for (var i = 0; i < 2; i++)
        {
            Assert.Null((await Tries.TakeAsync([("a", 2), ("net", 5)], window, None)).Wait);
            _time.Now = _time.Now.AddMinutes(1);
        }

        Assert.Equal(TimeSpan.FromMinutes(13), (await Tries.TakeAsync([("a", 2), ("net", 5)], window, None)).Wait);
        // What had to wait counted against nobody.
        for (var i = 0; i < 3; i++) Assert.Null((await Tries.TakeAsync([($"b{i}", 2), ("net", 5)], window, None)).Wait);
        Assert.NotNull((await Tries.TakeAsync([("c", 2), ("net", 5)], window, None)).Wait);
        _time.Now = _time.Now.AddMinutes(13);
        var (attempt, wait) = await Tries.TakeAsync([("a", 2), ("net", 5)], window, None);
        Assert.Null(wait);
        Assert.NotNull((await Tries.TakeAsync([("a", 2)], window, None)).Wait);
        await Tries.GiveBackAsync(attempt, None);
        Assert.Null((await Tries.TakeAsync([("a", 2)], window, None)).Wait);
    }

    [Fact]
    public async Task Many_tries_at_once_are_counted_to_the_limit()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Tries.TakeAsync([("a", 5)], TimeSpan.FromMinutes(15), None)));
        Assert.Equal(5, taken.Count(t => t.Wait is null));
    }

    [Fact]
    public async Task Token_works_once_in_time_for_its_purpose_and_is_replaced_by_the_next()
    {
        await Tokens.IssueAsync("h1", "password", Ann, TimeSpan.FromHours(1), None);
        await Tokens.IssueAsync("h2", "password", Bob, TimeSpan.FromHours(1), None);
        Assert.Equal((TokenState.Open, Ann), await Tokens.LookAsync("h1", "password", None));
        Assert.Equal(TokenState.Unknown, (await Tokens.LookAsync("h1", "setup", None)).State);
        Assert.False(await Tokens.UseAsync("h1", "setup", None));
        var used = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Tokens.UseAsync("h1", "password", None)));
        Assert.Single(used, one => one);
        Assert.Equal(TokenState.Gone, (await Tokens.LookAsync("h1", "password", None)).State);

        await Tokens.IssueAsync("h3", "password", Bob, TimeSpan.FromHours(1), None);
        Assert.Equal(TokenState.Gone, (await Tokens.LookAsync("h2", "password", None)).State);
        _time.Now = _time.Now.AddHours(1);
        Assert.Equal(TokenState.Gone, (await Tokens.LookAsync("h3", "password", None)).State);
        Assert.False(await Tokens.UseAsync("h3", "password", None));
    }

    [Fact]
    public async Task What_was_spent_is_not_spent_again()
    {
        Assert.True(await Tokens.SpendAsync("h1", "passkey", TimeSpan.FromMinutes(5), None));
        Assert.False(await Tokens.SpendAsync("h1", "passkey", TimeSpan.FromMinutes(5), None));
        Assert.True(await Tokens.SpendAsync("h2", "passkey", TimeSpan.FromMinutes(5), None));
    }

    [Fact]
    public async Task Reset_takes_away_what_it_says_of_one_account()
    {
        foreach (var id in (Guid[])[Ann, Bob])
        {
            var user = (await SignIns.FindAsync(id, None))!;
            (user.PasswordHash, user.Stamp) = ("hash", "s");
            await SignIns.SavePasswordAsync(user, None);
            await SignIns.SetTotpAsync(id, [1], null, None);
            await SignIns.ReplaceRecoveryCodesAsync(id, ["a"], None);
            await Sessions.AddAsync(Session(id, $"h{id}"), None);
        }

        await SignIns.ResetAsync(Ann, factors: false, None);
        var ann = (await SignIns.FindAsync(Ann, None))!;
        Assert.Equal((null, true, 1), (ann.PasswordHash, ann.TotpKey is not null, ann.RecoveryCodes));
        Assert.Empty(await Sessions.ListAsync(Ann, None));
        await SignIns.ResetAsync(Ann, factors: true, None);
        ann = (await SignIns.FindAsync(Ann, None))!;
        Assert.Equal((null, 0), (ann.TotpKey, ann.RecoveryCodes));
        var bob = (await SignIns.FindAsync(Bob, None))!;
        Assert.Equal(("hash", true, 1), (bob.PasswordHash, bob.TotpKey is not null, bob.RecoveryCodes));
        Assert.Single(await Sessions.ListAsync(Bob, None));
    }

    private AccountRow Account(Guid id, string email, AccountRole role) => new() { Id = id, Email = email, Role = role, CreatedAt = _time.Now };

    private SessionRow Session(Guid account, string hash) => new()
    {
        Id = Guid.CreateVersion7(_time.Now), SecretHash = hash, AccountId = account, Stage = SessionStage.SignedIn, Role = account == Ann ? AccountRole.Owner : AccountRole.User,
        BeganAt = _time.Now, SeenAt = _time.Now, ProvedAt = _time.Now, ExpiresAt = _time.Now.AddHours(12), Address = "127.0.0.1", Browser = "B",
    };
}
