using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Headers;

/// <summary>What this response's own scripts are marked with: 128 random bits, new for every response.</summary>
internal sealed record ScriptNonce(string Value)
{
    public static ScriptNonce Of(HttpContext http)
    {
        if (http.Features.Get<ScriptNonce>() is { } known)
        {
            return known;
        }

        var made = new ScriptNonce(Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        http.Features.Set(made);
        return made;
    }
}
