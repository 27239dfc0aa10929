using Gantry.Simulator.Prompts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gantry.Simulator;

/// <summary>Reads a form out of a body that was already taken from the connection.</summary>
internal static class FormBody
{
    public static async Task<IFormCollection> ReadAsync(HttpRequest request, byte[] body)
    {
        request.Body = new MemoryStream(body, writable: false);
        try
        {
            var options = new FormOptions { MultipartBodyLengthLimit = long.MaxValue, ValueLengthLimit = int.MaxValue, BufferBody = true };
            return await new FormFeature(request, options).ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (InvalidDataException broken)
        {
            throw new BadPromptException($"We could not parse your multipart form: {broken.Message}");
        }
    }
}
