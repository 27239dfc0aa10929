using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;

namespace Gantry.Accounts.Users;

/// <summary>Passkeys between the store and Identity.</summary>
internal static class PasskeyRows
{
    /// <param name="info">As Identity has verified it.</param>
    /// <param name="account">Whose it is.</param>
    /// <param name="name">As its owner calls it.</param>
    /// <param name="usedAt">When it has signed in; null where it is new.</param>
    public static PasskeyRow Of(UserPasskeyInfo info, Guid account, string name, DateTimeOffset? usedAt) => new()
    {
        CredentialId = Base64Url.EncodeToString(info.CredentialId),
        AccountId = account,
        Name = name,
        PublicKey = info.PublicKey,
        SignCount = info.SignCount,
        Transports = [.. info.Transports ?? []],
        BackupEligible = info.IsBackupEligible,
        BackedUp = info.IsBackedUp,
        CreatedAt = info.CreatedAt,
        LastUsedAt = usedAt,
    };

    /// <summary>What the authenticator said of itself when it was added is not kept: nobody asks for attestation.</summary>
    public static UserPasskeyInfo ToInfo(PasskeyRow row) => new(
        Base64Url.DecodeFromChars(row.CredentialId), row.PublicKey, row.CreatedAt, row.SignCount, [.. row.Transports],
        isUserVerified: true, row.BackupEligible, row.BackedUp, attestationObject: [], clientDataJson: [])
    { Name = row.Name };
}
