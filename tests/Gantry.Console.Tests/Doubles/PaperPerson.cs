using Gantry.Contracts.SignIn;

namespace Gantry.Console.Tests.Doubles;

/// <summary>An account of the double.</summary>
internal sealed class PaperPerson
{
    public required Guid Id { get; init; }

    public required string Email { get; init; }

    public required string Role { get; init; }

    public string? Password { get; set; }

    public byte[]? TotpKey { get; set; }

    public byte[]? PendingTotpKey { get; set; }

    public long LastStep { get; set; }

    public HashSet<string> RecoveryCodes { get; } = new(StringComparer.Ordinal);

    public List<PaperPasskey> Passkeys { get; } = [];

    public List<string> ExternalLogins { get; } = [];

    public int WrongTries { get; set; }

    public bool HasFactor => TotpKey is not null || Passkeys.Count > 0;

    public bool MustAddFactor => Role != "user" && !HasFactor;

    /// <summary>Each code works once, one step early or late.</summary>
    public bool TakesCode(byte[]? key, string code, DateTimeOffset now)
    {
        var step = Totp.Step(now);
        for (var tried = step - 1; key is not null && tried <= step + 1; tried++)
        {
            if (tried > LastStep && Totp.Code(key, tried) == code)
            {
                LastStep = tried;
                return true;
            }
        }

        return false;
    }

    public IReadOnlyList<PasskeyInfo> PasskeyList() => [.. Passkeys.Select(p => new PasskeyInfo(p.Id, p.Name, p.CreatedAt, p.LastUsedAt))];
}
