using Gantry.Contracts.Manage.Keys;

namespace Gantry.Console.Keys;

internal static class KeyStates
{
    public static KeyState Of(KeyView key, DateTimeOffset now) =>
        key.RevokedAt is not null ? KeyState.Revoked : key.ExpiresAt <= now ? KeyState.Expired : KeyState.InUse;
}
