using Gantry.Accounts.Factors;
using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Xunit;

namespace Gantry.Tests.Accounts;

public sealed class FactorTests
{
    private const string Email = "ann@example.com";

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1234567890, "89005924")]
    [InlineData(20000000000, "65353130")]
    public void S_24_Codes_are_those_of_the_standard(long seconds, string eight) =>
        // The vectors of RFC 6238 have eight digits: six of them are the last ones.
        Assert.Equal(eight[2..], Totp.Code("12345678901234567890"u8, seconds / 30));

    [Fact]
    public void S_24_Key_for_typing_reads_back()
    {
        var key = Totp.NewKey();
        Assert.Equal(key, SignInRig.Base32(Totp.Typed(key)));
        Assert.Contains("secret=" + Totp.Typed(key).Replace(" ", "", StringComparison.Ordinal), Totp.Address(key, "Gantry", "a+b@c.d"), StringComparison.Ordinal);
        Assert.StartsWith("otpauth://totp/Gantry:a%2Bb%40c.d?", Totp.Address(key, "Gantry", "a+b@c.d"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task S_24_Code_is_taken_one_step_before_and_after(int steps, bool taken)
    {
        await using var rig = await SignInRig.StartAsync();
        var (_, key, _) = await WithTotpAsync(rig);
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        var visitor = await SecondStepAsync(rig);
        var step = await visitor.SignInAsync(s => s.WithCodeAsync(rig.Code(key, steps), CancellationToken.None));
        Assert.Equal(taken ? SignInKind.Done : SignInKind.Refused, step.Kind);
    }

    [Fact]
    public async Task S_24_Code_that_was_used_once_fails_the_second_time()
    {
        await using var rig = await SignInRig.StartAsync();
        var (_, key, _) = await WithTotpAsync(rig);
        // The code that confirmed the authenticator is used up as well.
        Assert.Equal(SignInKind.Refused, (await (await SecondStepAsync(rig)).SignInAsync(s => s.WithCodeAsync(rig.Code(key), CancellationToken.None))).Kind);
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        var (first, second) = (await SecondStepAsync(rig), await SecondStepAsync(rig));
        Assert.Equal(SignInKind.Done, (await first.SignInAsync(s => s.WithCodeAsync(rig.Code(key), CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Refused, (await second.SignInAsync(s => s.WithCodeAsync(rig.Code(key), CancellationToken.None))).Kind);
        // Nor one of the steps before.
        Assert.Equal(SignInKind.Refused, (await second.SignInAsync(s => s.WithCodeAsync(rig.Code(key, -1), CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Done, (await second.SignInAsync(s => s.WithCodeAsync(rig.Code(key, 1), CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task S_24_Code_that_many_use_at_once_lets_one_in()
    {
        await using var rig = await SignInRig.StartAsync();
        var (_, key, _) = await WithTotpAsync(rig);
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        var visitors = new List<Visitor>();
        for (var i = 0; i < 4; i++) visitors.Add(await SecondStepAsync(rig));
        var steps = await Task.WhenAll(visitors.Select(v => v.SignInAsync(s => s.WithCodeAsync(rig.Code(key), CancellationToken.None))));
        Assert.Single(steps, step => step.Kind == SignInKind.Done);
    }

    [Fact]
    public async Task S_24_Recovery_codes_are_ten_and_each_works_once()
    {
        await using var rig = await SignInRig.StartAsync();
        var (visitor, _, codes) = await WithTotpAsync(rig);
        Assert.Equal(10, codes.Distinct().Count());
        var typed = codes[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal);
        Assert.Equal(SignInKind.Done, (await (await SecondStepAsync(rig)).SignInAsync(s => s.WithRecoveryCodeAsync(typed, CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Refused, (await (await SecondStepAsync(rig)).SignInAsync(s => s.WithRecoveryCodeAsync(codes[3], CancellationToken.None))).Kind);
        Assert.Equal(9, (await visitor.SecurityAsync(s => s.StateAsync(CancellationToken.None))).RecoveryCodesLeft);

        var next = await visitor.SecurityAsync(s => s.NewRecoveryCodesAsync(CancellationToken.None));
        Assert.Equal(10, next.RecoveryCodes!.Count);
        Assert.Equal(SignInKind.Refused, (await (await SecondStepAsync(rig)).SignInAsync(s => s.WithRecoveryCodeAsync(codes[4], CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Done, (await (await SecondStepAsync(rig)).SignInAsync(s => s.WithRecoveryCodeAsync(next.RecoveryCodes[4], CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task S_24_Codes_are_not_guessed_for_long()
    {
        await using var rig = await SignInRig.StartAsync();
        var (_, key, codes) = await WithTotpAsync(rig);
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        var visitor = await SecondStepAsync(rig);
        var wrong = rig.Code(key) == "000000" ? "000001" : "000000";
        for (var i = 0; i < TryLimit.PerAccount; i++)
            Assert.Equal(SignInKind.Refused, (await visitor.SignInAsync(s => i % 2 == 0 ? s.WithCodeAsync(wrong, CancellationToken.None) : s.WithRecoveryCodeAsync("AAAA", CancellationToken.None))).Kind);
        var step = await visitor.SignInAsync(s => s.WithCodeAsync(rig.Code(key), CancellationToken.None));
        Assert.Equal(SignInKind.Wait, step.Kind);
        Assert.Equal(TryLimit.Window, step.RetryAfter);
        Assert.Equal(SignInKind.Wait, (await visitor.SignInAsync(s => s.WithRecoveryCodeAsync(codes[0], CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task S_24_Second_step_waits_ten_minutes()
    {
        await using var rig = await SignInRig.StartAsync();
        var (_, key, _) = await WithTotpAsync(rig);
        var (early, late) = (await SecondStepAsync(rig), await SecondStepAsync(rig));
        rig.Time.Advance(TimeSpan.FromMinutes(9.9));
        Assert.Equal(SignInKind.Done, (await early.SignInAsync(s => s.WithCodeAsync(rig.Code(key), CancellationToken.None))).Kind);
        rig.Time.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Equal(SignInKind.Gone, (await late.SignInAsync(s => s.WithCodeAsync(rig.Code(key, 1), CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Gone, (await rig.Visit().SignInAsync(s => s.WithCodeAsync("123456", CancellationToken.None))).Kind);
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("owner")]
    public async Task S_24_Administrators_must_add_a_factor_before_anything_else(string role)
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email, EnumWords.Parse<AccountRole>(role));
        Assert.True((await visitor.CurrentAsync())!.MustAddFactor);
        Assert.True((await visitor.CallerAsync())!.MustAddFactor);
        await rig.AddTotpAsync(visitor);
        Assert.False((await visitor.CurrentAsync())!.MustAddFactor);
        Assert.True((await visitor.SecurityAsync(s => s.RemoveTotpAsync(CancellationToken.None))).Done);
        Assert.True((await visitor.CurrentAsync())!.MustAddFactor);
        Assert.Equal(0, (await visitor.SecurityAsync(s => s.StateAsync(CancellationToken.None))).RecoveryCodesLeft);
    }

    [Fact]
    public async Task S_24_Proof_holds_for_five_minutes_and_then_changes_ask_for_another()
    {
        await using var rig = await SignInRig.StartAsync();
        var (visitor, key, _) = await WithTotpAsync(rig);
        rig.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        ChangeResult[] refused =
        [
            await visitor.SecurityAsync(s => s.RemoveTotpAsync(CancellationToken.None)),
            await visitor.SecurityAsync(s => s.NewRecoveryCodesAsync(CancellationToken.None)),
            await visitor.SecurityAsync(s => s.ChangePasswordAsync(null, SignInRig.Other, false, CancellationToken.None)),
            await visitor.SecurityAsync(s => s.AddPasskeyAsync("{}", "k", CancellationToken.None)),
            await visitor.SecurityAsync(s => s.RemovePasskeyAsync("x", CancellationToken.None)),
            await visitor.SecurityAsync(s => s.ConfirmTotpAsync("123456", CancellationToken.None)),
        ];
        Assert.All(refused, result => Assert.True(result is { Done: false, NeedsProof: true }));
        // The password alone is no proof where there is a second factor.
        Assert.Equal(SignInKind.Refused, (await visitor.SecurityAsync(s => s.ProveAsync(SignInRig.Password, null, null, CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Done, (await visitor.SecurityAsync(s => s.ProveAsync(null, rig.Code(key), null, CancellationToken.None))).Kind);
        Assert.Equal(rig.Time.GetUtcNow(), (await visitor.CurrentAsync())!.ProvedAt);
        Assert.True((await visitor.SecurityAsync(s => s.RemoveTotpAsync(CancellationToken.None))).Done);
        var actions = (await rig.Folder.Audit.ReadAsync(new AuditQuery { Action = "factor." }, CancellationToken.None)).Select(e => e.Note.Action);
        Assert.Equal(["factor.remove", "factor.add"], actions);
    }

    [Fact]
    public async Task S_24_Proof_by_a_factor_of_another_account_fails()
    {
        await using var rig = await SignInRig.StartAsync();
        var (ann, annKey, _) = await WithTotpAsync(rig);
        var bob = await rig.SignedInAsync("bob@example.com");
        var (bobKey, _) = await rig.AddTotpAsync(bob);
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(SignInKind.Refused, (await ann.SecurityAsync(s => s.ProveAsync(null, rig.Code(bobKey), null, CancellationToken.None))).Kind);
        Assert.True((await ann.SecurityAsync(s => s.RemoveTotpAsync(CancellationToken.None))).NeedsProof);
        Assert.Equal(SignInKind.Done, (await ann.SecurityAsync(s => s.ProveAsync(null, rig.Code(annKey), null, CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task S_24_Authenticator_is_confirmed_in_the_session_that_asked_for_it()
    {
        await using var rig = await SignInRig.StartAsync();
        var first = await rig.SignedInAsync(Email);
        var second = rig.Visit();
        await second.SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None));
        var setup = await first.SecurityAsync(s => s.BeginTotpAsync(CancellationToken.None));
        var code = rig.Code(SignInRig.Base32(setup.Key));
        Assert.False((await second.SecurityAsync(s => s.ConfirmTotpAsync(code, CancellationToken.None))).Done);
        Assert.False((await first.SecurityAsync(s => s.ConfirmTotpAsync("000000", CancellationToken.None))).Done);
        Assert.False((await first.SecurityAsync(s => s.StateAsync(CancellationToken.None))).HasTotp);
        Assert.True((await first.SecurityAsync(s => s.ConfirmTotpAsync(code, CancellationToken.None))).Done);
        Assert.True((await first.SecurityAsync(s => s.StateAsync(CancellationToken.None))).HasTotp);
    }

    private static async Task<(Visitor Visitor, byte[] Key, IReadOnlyList<string> Codes)> WithTotpAsync(SignInRig rig)
    {
        var visitor = await rig.SignedInAsync(Email);
        var (key, codes) = await rig.AddTotpAsync(visitor);
        return (visitor, key, codes);
    }

    private static async Task<Visitor> SecondStepAsync(SignInRig rig)
    {
        var visitor = rig.Visit();
        Assert.Equal(SignInKind.NeedsFactor, (await visitor.SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None))).Kind);
        return visitor;
    }
}
