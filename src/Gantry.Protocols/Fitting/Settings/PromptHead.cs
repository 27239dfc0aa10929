using System.Security.Cryptography;
using System.Text;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Settings;

/// <summary>What every turn of a conversation begins with, as a hash: system text, names of tools, the first words of the user.</summary>
internal static class PromptHead
{
    /// <returns>Empty where the request has nothing of it.</returns>
    public static byte[] Of(ChatRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool isEmpty = true;
        foreach (var part in request.Instructions)
        {
            // A line that changes with every request must not make the key another.
            var text = Identity.AttributionLine.TryRemove(part.Text, out var rest) ? rest : part.Text;
            isEmpty &= text.IsEmpty;
            hash.AppendData(text.Token);
        }

        foreach (var tool in request.Tools)
        {
            isEmpty = false;
            hash.AppendData(Encoding.UTF8.GetBytes(tool.Name));
        }

        foreach (var turn in request.Turns)
        {
            if (turn.Role != Role.User) continue;
            foreach (var part in turn.Parts)
            {
                if (part is not TextPart text) continue;
                isEmpty &= text.Text.IsEmpty;
                hash.AppendData(text.Text.Token);
            }

            break;
        }

        return isEmpty ? [] : hash.GetHashAndReset();
    }
}
