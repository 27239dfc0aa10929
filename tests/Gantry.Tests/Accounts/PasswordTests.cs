using Gantry.Accounts.Passwords;
using Gantry.Accounts.SignIn;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Xunit;

namespace Gantry.Tests.Accounts;

public sealed class PasswordTests
{
    private const string Email = "ann.miller@example.com";

    [Theory]
    [InlineData("eleven char", false)]
    [InlineData("twelve chars", true)]
    [InlineData("кот ест рыбу", true)]
    [InlineData("🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔", false)]
    public void S_25_Length_is_counted_in_characters(string password, bool accepted) => Assert.Equal(accepted, PasswordRules.Refuse(password, Email) is null);

    [Fact]
    public void S_25_Length_is_12_to_128()
    {
        var words = string.Concat(Enumerable.Range(0, 40).Select(i => $"vex{i} "));
        Assert.Null(PasswordRules.Refuse(words[..128], Email));
        Assert.NotNull(PasswordRules.Refuse(words[..129], Email));
        Assert.NotNull(PasswordRules.Refuse("", Email));
    }

    [Fact]
    public void S_25_List_has_three_thousand_words_and_refuses_each_of_them()
    {
        Assert.True(CommonPasswords.Words.Count >= 3_000, $"{CommonPasswords.Words.Count}");
        foreach (var word in CommonPasswords.Words)
        {
            Assert.True(CommonPasswords.Holds(word), word);
            Assert.NotNull(PasswordRules.Refuse(word, Email));
            if (word.Any(char.IsLetter)) Assert.NotNull(PasswordRules.Refuse((word + "2026!").PadRight(12, '1'), Email));
        }
    }

    [Theory]
    [InlineData("Password1234")]
    [InlineData("P@ssw0rd1234")]
    [InlineData("password2026!")]
    [InlineData("123456789012")]
    [InlineData("!!!!!!!!!!!!!")]
    [InlineData("qwertyuiop12")]
    [InlineData("dragonmonkey")]
    [InlineData("sunshine-2026")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("letmeinletmein")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("Administrator1!")]
    public void S_25_Common_password_is_refused(string password) => Assert.NotNull(PasswordRules.Refuse(password, Email));

    [Theory]
    [InlineData("ann.miller2026")]
    [InlineData("ANN.MILLER@EXAMPLE.COM")]
    [InlineData("Gantry-Gantry-9")]
    [InlineData("example.com 77")]
    public void S_25_Address_and_product_are_no_password(string password) => Assert.NotNull(PasswordRules.Refuse(password, Email));

    [Theory]
    [InlineData("nine blue kettles sing")]
    [InlineData("my gantry has nine blue kettles")]
    [InlineData("Tr0ub4dor&3xyz")]
    [InlineData("kXp2-vW9q-Lm4t")]
    public void S_25_Long_and_uncommon_is_enough(string password) => Assert.Null(PasswordRules.Refuse(password, Email));

    [Fact]
    public async Task S_25_Hash_is_Pbkdf2_with_Sha512_and_210000_rounds()
    {
        await using var rig = await SignInRig.StartAsync(PasswordDesk.Iterations);
        var user = await rig.AddAsync(Email);
        var (format, function, rounds) = Header(user.PasswordHash!);
        // Version 3 of Identity's format; function 2 is HMAC-SHA512.
        Assert.Equal((1, 2), (format, function));
        Assert.True(rounds >= 210_000, $"{rounds}");
    }

    [Fact]
    public async Task S_25_Hash_of_fewer_rounds_is_made_anew_at_the_next_login()
    {
        await using var rig = await SignInRig.StartAsync(iterations: 2_000);
        var user = await rig.AddAsync(Email);
        var old = new Microsoft.AspNetCore.Identity.PasswordHasher<Gantry.Accounts.Users.SignInUser>(
            Microsoft.Extensions.Options.Options.Create(new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 1_000 }));
        user.PasswordHash = old.HashPassword(user, SignInRig.Password);
        Assert.True(await rig.Folder.SignIns.SavePasswordAsync(user, CancellationToken.None));
        Assert.Equal(SignInKind.Done, (await TryAsync(rig, Email, SignInRig.Password)).Kind);
        var after = (await rig.Folder.SignIns.FindAsync(user.Id, CancellationToken.None))!;
        Assert.Equal(2_000, Header(after.PasswordHash!).Rounds);
        Assert.Equal(SignInKind.Done, (await TryAsync(rig, Email, SignInRig.Password)).Kind);
    }

    [Fact]
    public async Task S_25_Hundred_wrong_tries_compare_five()
    {
        await using var rig = await SignInRig.StartAsync();
        await rig.AddAsync(Email);
        var kinds = new List<SignInKind>();
        for (var i = 0; i < 100; i++)
        {
            // From twenty addresses: the limit of the address is not the one that is seen.
            var step = await TryAsync(rig, i % 2 == 0 ? Email : " ANN.Miller@example.com", $"wrong password {i}", $"203.0.113.{i % 20}");
            kinds.Add(step.Kind);
            if (step.Kind == SignInKind.Wait) Assert.Equal(TryLimit.Window, step.RetryAfter);
        }

        Assert.Equal(5, kinds.Count(kind => kind == SignInKind.Refused));
        Assert.Equal(95, kinds.Count(kind => kind == SignInKind.Wait));
        Assert.Equal(SignInKind.Wait, (await TryAsync(rig, Email, SignInRig.Password)).Kind);
        rig.Time.Advance(TryLimit.Window);
        Assert.Equal(SignInKind.Done, (await TryAsync(rig, Email, SignInRig.Password)).Kind);
    }

    [Fact]
    public async Task S_25_Hundred_tries_at_once_compare_five()
    {
        await using var rig = await SignInRig.StartAsync();
        await rig.AddAsync(Email);
        var steps = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => TryAsync(rig, Email, $"wrong password {i}", $"198.51.100.{i}")));
        Assert.Equal(5, steps.Count(step => step.Kind == SignInKind.Refused));
    }

    [Fact]
    public async Task S_25_Address_has_twenty_tries_over_all_accounts()
    {
        await using var rig = await SignInRig.StartAsync();
        await rig.AddAsync(Email);
        for (var i = 0; i < 20; i++) Assert.Equal(SignInKind.Refused, (await TryAsync(rig, $"user{i}@example.com", "wrong password")).Kind);
        Assert.Equal(SignInKind.Wait, (await TryAsync(rig, Email, SignInRig.Password)).Kind);
        Assert.Equal(SignInKind.Done, (await TryAsync(rig, Email, SignInRig.Password, "203.0.113.99")).Kind);
    }

    [Fact]
    public async Task S_25_Neighbours_in_an_IPv6_network_are_one_address()
    {
        await using var rig = await SignInRig.StartAsync();
        for (var i = 0; i < 20; i++) await TryAsync(rig, $"user{i}@example.com", "wrong password", $"2001:db8::{i:x}");
        Assert.Equal(SignInKind.Wait, (await TryAsync(rig, "x@example.com", "wrong password", "2001:db8::ffff")).Kind);
        Assert.Equal(SignInKind.Refused, (await TryAsync(rig, "x@example.com", "wrong password", "2001:db8:0:1::1")).Kind);
    }

    [Fact]
    public async Task S_25_Right_password_costs_no_try()
    {
        await using var rig = await SignInRig.StartAsync();
        await rig.AddAsync(Email);
        for (var i = 0; i < 4; i++) await TryAsync(rig, Email, "wrong password");
        for (var i = 0; i < 30; i++) Assert.Equal(SignInKind.Done, (await TryAsync(rig, Email, SignInRig.Password)).Kind);
        // Nor does it forgive those before.
        Assert.Equal(SignInKind.Refused, (await TryAsync(rig, Email, "wrong password")).Kind);
        Assert.Equal(SignInKind.Wait, (await TryAsync(rig, Email, SignInRig.Password)).Kind);
    }

    [Fact]
    public async Task S_25_Unknown_wrong_disabled_and_without_a_password_are_one_answer()
    {
        await using var rig = await SignInRig.StartAsync();
        await rig.AddAsync(Email);
        await rig.AddAsync("off@example.com");
        await rig.EditAsync("off@example.com", row => row with { DisabledBy = ManagedBy.Hand });
        await rig.Users.AddAsync("invited@example.com", AccountRole.User, Gantry.Audit.AuditNote.OfCommand("account.create"), CancellationToken.None);
        SignInStep[] steps =
        [
            await TryAsync(rig, "nobody@example.com", SignInRig.Password),
            await TryAsync(rig, Email, SignInRig.Other),
            await TryAsync(rig, "off@example.com", SignInRig.Password),
            await TryAsync(rig, "invited@example.com", SignInRig.Password),
            await TryAsync(rig, Email, new string('x', 100_000)),
        ];
        Assert.Single(steps.Distinct());
        // Those whom nobody knows are locked like those who exist.
        for (var i = 0; i < 4; i++) await TryAsync(rig, "nobody@example.com", "wrong password", "203.0.113.50");
        Assert.Equal(SignInKind.Wait, (await TryAsync(rig, "nobody@example.com", "wrong password", "203.0.113.50")).Kind);
    }

    [Fact]
    public async Task Present_password_has_to_be_right_and_the_next_one_good()
    {
        await using var rig = await SignInRig.StartAsync();
        var visitor = await rig.SignedInAsync(Email);
        var wrong = await visitor.SecurityAsync(s => s.ChangePasswordAsync("wrong password", SignInRig.Other, true, CancellationToken.None));
        Assert.Equal((false, "current"), (wrong.Done, wrong.Field));
        var none = await visitor.SecurityAsync(s => s.ChangePasswordAsync(null, SignInRig.Other, true, CancellationToken.None));
        Assert.Equal((false, "current"), (none.Done, none.Field));
        var weak = await visitor.SecurityAsync(s => s.ChangePasswordAsync(SignInRig.Password, "password1234", true, CancellationToken.None));
        Assert.Equal((false, "next"), (weak.Done, weak.Field));
        Assert.Equal(SignInKind.Done, (await TryAsync(rig, Email, SignInRig.Password)).Kind);
    }

    private static Task<SignInStep> TryAsync(SignInRig rig, string email, string password, string address = "203.0.113.7") =>
        rig.Visit(address).SignInAsync(s => s.WithPasswordAsync(email, password, false, CancellationToken.None));

    private static (int Format, int Function, int Rounds) Header(string hash)
    {
        var bytes = Convert.FromBase64String(hash);
        return (bytes[0], System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(5)));
    }
}
