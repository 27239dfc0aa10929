using Gantry.Audit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Accounts;

/// <summary>Who could not sign in is in the audit log, gathered; what was typed is not.</summary>
public sealed class SignInRefusalTests
{
    private const string Email = "ann@example.com";

    [Fact]
    public async Task S_42_Failed_sign_in_names_the_account_that_is_there_and_never_what_was_typed()
    {
        await using var rig = await SignInRig.StartAsync();
        var ann = await rig.AddAsync(Email);
        var visitor = rig.Visit();
        for (var i = 0; i < 6; i++) await visitor.SignInAsync(s => s.WithPasswordAsync(Email, $"wrong canary {i}", remember: false, CancellationToken.None));
        // People type their password in the place of their name.
        await rig.Visit("203.0.113.9").SignInAsync(s => s.WithPasswordAsync("my canary password", "x", remember: false, CancellationToken.None));
        await rig.Visit("203.0.113.9").SignInAsync(s => s.WithPasskeyAsync("{}", CancellationToken.None));
        await rig.Services.GetRequiredService<SecurityEvents>().FlushAsync(all: true, CancellationToken.None);
        var rows = await rig.Services.GetRequiredService<IAuditLog>().ReadAsync(new AuditQuery { Action = "sign_in.refused", Limit = 100 }, CancellationToken.None);
        Assert.All(rows, row => Assert.DoesNotContain("canary", row.ToString(), StringComparison.Ordinal));
        var known = rows.Where(row => row.Note.Actor == Email).ToArray();
        Assert.Equal(2, known.Length);
        Assert.All(known, row => Assert.Equal("203.0.113.7", row.Note.Address));
        Assert.Contains(known, row => row.Note.ActorId == ann.Id && row.Change.After!.Contains("wrong_password", StringComparison.Ordinal));
        Assert.Contains(known, row => row.Change.After!.Contains("\"repeats\":\"4\"", StringComparison.Ordinal));
        foreach (var reason in (string[])["too_many_tries", "wrong_password", "wrong_passkey"])
            Assert.Contains(rows, row => row.Note.Actor == SecurityEvent.Nobody && row.Change.After!.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_signs_in_is_no_refusal()
    {
        await using var rig = await SignInRig.StartAsync();
        await rig.AddAsync(Email);
        await rig.Visit().SignInAsync(s => s.WithPasswordAsync(Email, SignInRig.Password, remember: false, CancellationToken.None));
        await rig.Services.GetRequiredService<SecurityEvents>().FlushAsync(all: true, CancellationToken.None);
        Assert.Empty(await rig.Services.GetRequiredService<IAuditLog>().ReadAsync(new AuditQuery { Action = "sign_in.refused" }, CancellationToken.None));
    }
}
