namespace Trust.Documents.Ofd;

/// <summary>Content.xml into page objects. Unknown elements are passed over; depth is bounded by the XML limit.</summary>
internal static class PageReading
{
    public static PageContent Read(XmlElement root, string entryName, ResourceReading resources, OfdBox? area)
    {
        var folder = OfdPath.Folder(entryName);
        return new(
            entryName,
            DocumentReading.PageArea(root.Child("Area")) ?? area,
            [.. root.All("Template").Select(template => new TemplateUse(template.Id("TemplateID"), template.Attribute("ZOrder")))],
            [.. root.All("PageRes").SelectMany(loc => resources.Read(loc.Trimmed, folder, "PageRes"))],
            [.. root.In("Content", "Layer").Select(layer => new PageLayer(layer.Id("ID"), layer.Attribute("Type"), layer.Id("DrawParam"), Objects(layer)))],
            [.. DocumentReading.Actions(Actions(root))]);
    }

    public static IReadOnlyList<PageObject> Objects(XmlElement parent)
    {
        var objects = new List<PageObject>();
        foreach (var child in parent.Children)
        {
            PageObject? item = child.Name switch
            {
                "TextObject" => new TextObject(child),
                "PathObject" => new PathObject(child),
                "ImageObject" => new ImageObject(child),
                "CompositeObject" => new CompositeObject(child),
                "PageBlock" => new BlockObject(child, Objects(child)),
                _ => null,
            };
            if (item is not null)
            {
                objects.Add(item);
            }
        }

        return objects;
    }

    // Actions stand in the page and in every object.
    private static IEnumerable<XmlElement> Actions(XmlElement element)
    {
        foreach (var child in element.Children)
        {
            if (child.Name == "Actions")
            {
                foreach (var action in child.All("Action"))
                {
                    yield return action;
                }
            }
            else if (child.Children.Count > 0)
            {
                foreach (var inner in Actions(child))
                {
                    yield return inner;
                }
            }
        }
    }
}
