using System.Text.Json;
using Gantry.Accounts.SignIn;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Xunit;

namespace Gantry.Tests.Accounts;

public sealed class PasskeyTests
{
    private const string Email = "ann@example.com";

    [Fact]
    public async Task S_24_Passkey_is_both_factors()
    {
        await using var rig = await SignInRig.StartAsync();
        using var device = new SoftAuthenticator();
        var first = await rig.SignedInAsync(Email, AccountRole.Admin);
        await AddAsync(first, device);
        Assert.False((await first.CurrentAsync())!.MustAddFactor);
        var listed = Assert.Single((await first.SecurityAsync(s => s.StateAsync(CancellationToken.None))).Passkeys);
        Assert.Equal((device.Id, "Laptop", null), (listed.Id, listed.Name, listed.LastUsedAt));

        rig.Time.Advance(TimeSpan.FromMinutes(1));
        var visitor = rig.Visit();
        Assert.Equal(SignInKind.Done, (await SignInAsync(visitor, device)).Kind);
        Assert.Equal(Email, (await visitor.CurrentAsync())!.Email);
        Assert.Equal(rig.Time.GetUtcNow(), Assert.Single((await visitor.SecurityAsync(s => s.StateAsync(CancellationToken.None))).Passkeys).LastUsedAt);
        // And the password alone does not do any more.
        Assert.Equal(SignInKind.NeedsFactor, (await rig.Visit().SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task S_24_Passkey_is_the_second_step_of_its_own_account_alone()
    {
        await using var rig = await SignInRig.StartAsync();
        using var mine = new SoftAuthenticator();
        using var theirs = new SoftAuthenticator();
        await AddAsync(await rig.SignedInAsync(Email), mine);
        await AddAsync(await rig.SignedInAsync("bob@example.com"), theirs);
        var visitor = rig.Visit();
        await visitor.SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None));
        Assert.Equal(SignInKind.Refused, (await SignInAsync(visitor, theirs)).Kind);
        Assert.Null(await visitor.CurrentAsync());
        Assert.Equal(SignInKind.Done, (await SignInAsync(visitor, mine)).Kind);
        Assert.Equal(Email, (await visitor.CurrentAsync())!.Email);
    }

    [Fact]
    public async Task S_24_Proof_by_a_passkey_of_another_account_fails()
    {
        await using var rig = await SignInRig.StartAsync();
        using var mine = new SoftAuthenticator();
        using var theirs = new SoftAuthenticator();
        var visitor = await rig.SignedInAsync(Email);
        await AddAsync(visitor, mine);
        await AddAsync(await rig.SignedInAsync("bob@example.com"), theirs);
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(SignInKind.Refused, (await ProveAsync(visitor, theirs)).Kind);
        Assert.True((await visitor.SecurityAsync(s => s.RemovePasskeyAsync(mine.Id, CancellationToken.None))).NeedsProof);
        Assert.Equal(SignInKind.Done, (await ProveAsync(visitor, mine)).Kind);
        Assert.True((await visitor.SecurityAsync(s => s.RemovePasskeyAsync(mine.Id, CancellationToken.None))).Done);

        // What a visitor was asked to sign for nobody in particular is no proof either.
        var stranger = rig.Visit();
        var options = await stranger.SignInAsync(s => s.PasskeyRequestAsync(CancellationToken.None));
        Assert.Equal(SignInKind.Refused, (await visitor.SecurityAsync(s => s.ProveAsync(null, null, theirs.Sign(options), CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task S_24_Answer_counts_once_and_for_five_minutes()
    {
        await using var rig = await SignInRig.StartAsync();
        using var device = new SoftAuthenticator();
        await AddAsync(await rig.SignedInAsync(Email), device);
        var visitor = rig.Visit();
        var answer = device.Sign(await visitor.SignInAsync(s => s.PasskeyRequestAsync(CancellationToken.None)));
        var thief = visitor.Copy();
        Assert.Equal(SignInKind.Done, (await visitor.SignInAsync(s => s.WithPasskeyAsync(answer, CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Refused, (await thief.SignInAsync(s => s.WithPasskeyAsync(answer, CancellationToken.None))).Kind);

        var late = rig.Visit();
        var lateAnswer = device.Sign(await late.SignInAsync(s => s.PasskeyRequestAsync(CancellationToken.None)));
        rig.Time.Advance(PasskeyCeremony.Life);
        Assert.Equal(SignInKind.Refused, (await late.SignInAsync(s => s.WithPasskeyAsync(lateAnswer, CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task S_24_Foreign_origin_unverified_user_and_made_up_answers_are_refused()
    {
        await using var rig = await SignInRig.StartAsync();
        using var device = new SoftAuthenticator();
        await AddAsync(await rig.SignedInAsync(Email), device);
        device.Origin = "https://evil.example";
        Assert.Equal(SignInKind.Refused, (await SignInAsync(rig.Visit(), device)).Kind);
        device.Origin = $"http://{Visitor.Host}";
        Assert.Equal(SignInKind.Refused, (await SignInAsync(rig.Visit(), device)).Kind);
        device.Origin = $"https://{Visitor.Host}";
        device.VerifiesUser = false;
        Assert.Equal(SignInKind.Refused, (await SignInAsync(rig.Visit(), device)).Kind);
        device.VerifiesUser = true;
        device.Rp = "evil.example";
        Assert.Equal(SignInKind.Refused, (await SignInAsync(rig.Visit(), device)).Kind);
        device.Rp = Visitor.Host;
        foreach (var text in (string[])["", "{}", "null", "[]", "not json", """{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{}}"""])
        {
            var visitor = rig.Visit();
            await visitor.SignInAsync(s => s.PasskeyRequestAsync(CancellationToken.None));
            Assert.Equal(SignInKind.Refused, (await visitor.SignInAsync(s => s.WithPasskeyAsync(text, CancellationToken.None))).Kind);
        }

        Assert.Equal(SignInKind.Refused, (await rig.Visit().SignInAsync(s => s.WithPasskeyAsync("{}", CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Done, (await SignInAsync(rig.Visit(), device)).Kind);
    }

    [Fact]
    public async Task S_24_Passkey_that_an_account_has_is_not_added_to_another()
    {
        await using var rig = await SignInRig.StartAsync();
        using var device = new SoftAuthenticator();
        await AddAsync(await rig.SignedInAsync(Email), device);
        var bob = await rig.SignedInAsync("bob@example.com");
        var options = await bob.SecurityAsync(s => s.PasskeyCreationAsync(CancellationToken.None));
        Assert.False((await bob.SecurityAsync(s => s.AddPasskeyAsync(device.Create(options), "mine now", CancellationToken.None))).Done);
    }

    [Fact]
    public async Task Last_way_in_is_not_removed()
    {
        await using var rig = await SignInRig.StartAsync();
        using var device = new SoftAuthenticator();
        await AddAsync(await rig.SignedInAsync(Email), device);
        await rig.Users.ResetAsync(Email, factors: false, Gantry.Audit.AuditNote.OfCommand("account.reset"), CancellationToken.None);
        var visitor = rig.Visit();
        Assert.Equal(SignInKind.Done, (await SignInAsync(visitor, device)).Kind);
        Assert.False((await visitor.SecurityAsync(s => s.RemovePasskeyAsync(device.Id, CancellationToken.None))).Done);
        // Without a present password, the fresh proof by the passkey lets a new one be set.
        Assert.True((await visitor.SecurityAsync(s => s.ChangePasswordAsync(null, SignInRig.Other, false, CancellationToken.None))).Done);
        Assert.True((await visitor.SecurityAsync(s => s.RemovePasskeyAsync(device.Id, CancellationToken.None))).Done);
    }

    [Fact]
    public async Task Options_ask_for_what_the_gateway_checks()
    {
        await using var rig = await SignInRig.StartAsync(publicUrl: "https://ai.example.org/");
        var visitor = await rig.SignedInAsync(Email);
        var creation = JsonDocument.Parse(await visitor.SecurityAsync(s => s.PasskeyCreationAsync(CancellationToken.None))).RootElement;
        Assert.Equal("ai.example.org", creation.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal("none", creation.GetProperty("attestation").GetString());
        Assert.Equal("required", creation.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString());
        var request = JsonDocument.Parse(await rig.Visit().SignInAsync(s => s.PasskeyRequestAsync(CancellationToken.None))).RootElement;
        Assert.Equal(("ai.example.org", "required"), (request.GetProperty("rpId").GetString(), request.GetProperty("userVerification").GetString()));
        Assert.Equal(0, request.TryGetProperty("allowCredentials", out var allowed) ? allowed.GetArrayLength() : 0);
    }

    [Fact]
    public async Task S_25_Locked_account_still_logs_in_by_passkey()
    {
        await using var rig = await SignInRig.StartAsync();
        using var device = new SoftAuthenticator();
        await AddAsync(await rig.SignedInAsync(Email), device);
        for (var i = 0; i < TryLimit.PerAddress; i++) await rig.Visit().SignInAsync(s => s.WithPasswordAsync(Email, "wrong wrong wrong", false, CancellationToken.None));
        Assert.Equal(SignInKind.Wait, (await rig.Visit().SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, false, CancellationToken.None))).Kind);
        Assert.Equal(SignInKind.Done, (await SignInAsync(rig.Visit(), device)).Kind);
    }

    private static async Task AddAsync(Visitor visitor, SoftAuthenticator device)
    {
        var options = await visitor.SecurityAsync(s => s.PasskeyCreationAsync(CancellationToken.None));
        var added = await visitor.SecurityAsync(s => s.AddPasskeyAsync(device.Create(options), " Laptop ", CancellationToken.None));
        Assert.True(added.Done, added.Message);
    }

    private static async Task<SignInStep> SignInAsync(Visitor visitor, SoftAuthenticator device)
    {
        var options = await visitor.SignInAsync(s => s.PasskeyRequestAsync(CancellationToken.None));
        return await visitor.SignInAsync(s => s.WithPasskeyAsync(device.Sign(options), CancellationToken.None));
    }

    private static async Task<SignInStep> ProveAsync(Visitor visitor, SoftAuthenticator device)
    {
        var options = await visitor.SignInAsync(s => s.PasskeyRequestAsync(CancellationToken.None));
        return await visitor.SecurityAsync(s => s.ProveAsync(null, null, device.Sign(options), CancellationToken.None));
    }
}
